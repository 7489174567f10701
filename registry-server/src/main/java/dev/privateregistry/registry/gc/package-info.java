/** What keeps the storage in order: garbage collection, upload purge, check and repair. */
@NullMarked
package dev.privateregistry.registry.gc;

import org.jspecify.annotations.NullMarked;
