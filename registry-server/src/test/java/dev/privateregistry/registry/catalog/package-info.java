@NullMarked
package dev.privateregistry.registry.catalog;

import org.jspecify.annotations.NullMarked;
