/** Who asks, and what they may do. */
@NullMarked
package dev.privateregistry.registry.auth;

import org.jspecify.annotations.NullMarked;
