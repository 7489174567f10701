/** What a cluster offers beside the kinds that every cluster has. */
@NullMarked
package dev.privateregistry.operator.api.surroundings;

import org.jspecify.annotations.NullMarked;
