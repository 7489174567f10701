/** Schemas as tables. */
@NullMarked
package dev.privateregistry.local.kube.schema;

import org.jspecify.annotations.NullMarked;
