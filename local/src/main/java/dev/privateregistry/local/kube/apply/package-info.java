/** Server-side apply: field ownership and merging. */
@NullMarked
package dev.privateregistry.local.kube.apply;

import org.jspecify.annotations.NullMarked;
