/** Everything that reads what strangers send or store, held against properties for any input. */
@NullMarked
package dev.privateregistry.registry.fuzz;

import org.jspecify.annotations.NullMarked;
