@NullMarked
package dev.privateregistry.registry.app;

import org.jspecify.annotations.NullMarked;
