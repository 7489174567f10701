@NullMarked
package dev.privateregistry.registry.acme;

import org.jspecify.annotations.NullMarked;
