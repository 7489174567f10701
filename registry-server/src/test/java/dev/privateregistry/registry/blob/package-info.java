@NullMarked
package dev.privateregistry.registry.blob;

import org.jspecify.annotations.NullMarked;
