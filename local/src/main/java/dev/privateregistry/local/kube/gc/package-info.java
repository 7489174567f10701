/** Removal of what has lost its owner or its namespace. */
@NullMarked
package dev.privateregistry.local.kube.gc;

import org.jspecify.annotations.NullMarked;
