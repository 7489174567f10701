@NullMarked
package dev.privateregistry.registry.auth.token;

import org.jspecify.annotations.NullMarked;
