/** The Kubernetes operator for private registries. */
@NullMarked
package dev.privateregistry.operator;

import org.jspecify.annotations.NullMarked;
