/** Where bytes are kept: the driver contract and the layout on it. */
@NullMarked
package dev.privateregistry.registry.storage;

import org.jspecify.annotations.NullMarked;
