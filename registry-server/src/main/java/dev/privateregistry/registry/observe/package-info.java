/** Metrics, health, status and the access log. */
@NullMarked
package dev.privateregistry.registry.observe;

import org.jspecify.annotations.NullMarked;
