/** Storage in memory, for tests and trials. */
@NullMarked
package dev.privateregistry.registry.storage.memory;

import org.jspecify.annotations.NullMarked;
