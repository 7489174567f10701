@NullMarked
package dev.privateregistry.registry.reload;

import org.jspecify.annotations.NullMarked;
