/** Validation rules as tables. */
@NullMarked
package dev.privateregistry.local.kube.cel;

import org.jspecify.annotations.NullMarked;
