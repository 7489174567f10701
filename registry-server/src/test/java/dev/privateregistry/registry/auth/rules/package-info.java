@NullMarked
package dev.privateregistry.registry.auth.rules;

import org.jspecify.annotations.NullMarked;
