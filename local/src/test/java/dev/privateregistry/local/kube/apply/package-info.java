/** Server-side apply as tables. */
@NullMarked
package dev.privateregistry.local.kube.apply;

import org.jspecify.annotations.NullMarked;
