/** The versions of the custom resource. */
@NullMarked
package dev.privateregistry.operator.api;

import org.jspecify.annotations.NullMarked;
