/** The patch types: one class each. */
@NullMarked
package dev.privateregistry.local.kube.patch;

import org.jspecify.annotations.NullMarked;
