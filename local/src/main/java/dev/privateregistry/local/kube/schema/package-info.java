/** OpenAPI schemas: reading, validation, defaulting, unknown fields. */
@NullMarked
package dev.privateregistry.local.kube.schema;

import org.jspecify.annotations.NullMarked;
