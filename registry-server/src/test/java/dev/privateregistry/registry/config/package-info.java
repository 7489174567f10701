@NullMarked
package dev.privateregistry.registry.config;

import org.jspecify.annotations.NullMarked;
