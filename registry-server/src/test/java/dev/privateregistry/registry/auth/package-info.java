@NullMarked
package dev.privateregistry.registry.auth;

import org.jspecify.annotations.NullMarked;
