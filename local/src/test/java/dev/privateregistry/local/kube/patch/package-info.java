/** Patches as tables. */
@NullMarked
package dev.privateregistry.local.kube.patch;

import org.jspecify.annotations.NullMarked;
