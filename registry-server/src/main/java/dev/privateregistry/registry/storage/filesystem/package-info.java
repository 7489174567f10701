/** Storage in a folder, durable before a write returns. */
@NullMarked
package dev.privateregistry.registry.storage.filesystem;

import org.jspecify.annotations.NullMarked;
