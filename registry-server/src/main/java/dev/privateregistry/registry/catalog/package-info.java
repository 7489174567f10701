/** Manifests, tags, referrers and the list of repositories. */
@NullMarked
package dev.privateregistry.registry.catalog;

import org.jspecify.annotations.NullMarked;
