@NullMarked
package dev.privateregistry.registry.observe;

import org.jspecify.annotations.NullMarked;
