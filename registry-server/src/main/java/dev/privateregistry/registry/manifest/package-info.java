/** Parses and validates OCI and Docker manifests. */
@NullMarked
package dev.privateregistry.registry.manifest;

import org.jspecify.annotations.NullMarked;
