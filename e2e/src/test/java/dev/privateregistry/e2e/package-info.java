/** The walk-through that many people follow, with the clients they use. */
@NullMarked
package dev.privateregistry.e2e;

import org.jspecify.annotations.NullMarked;
