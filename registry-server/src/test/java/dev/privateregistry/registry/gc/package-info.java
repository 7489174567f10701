@NullMarked
package dev.privateregistry.registry.gc;

import org.jspecify.annotations.NullMarked;
