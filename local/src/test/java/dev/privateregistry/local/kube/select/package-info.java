/** Selectors as tables. */
@NullMarked
package dev.privateregistry.local.kube.select;

import org.jspecify.annotations.NullMarked;
