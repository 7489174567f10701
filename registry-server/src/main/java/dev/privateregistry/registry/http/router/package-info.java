/** From a path to a route. */
@NullMarked
package dev.privateregistry.registry.http.router;

import org.jspecify.annotations.NullMarked;
