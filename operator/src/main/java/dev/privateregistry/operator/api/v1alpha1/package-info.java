/** The custom resource {@code PrivateRegistry}, version v1alpha1: what users write and read. */
@NullMarked
package dev.privateregistry.operator.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
