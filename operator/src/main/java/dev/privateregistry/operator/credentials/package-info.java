/** Passwords, their hashes, and the text forms in which the registry and clients read them. */
@NullMarked
package dev.privateregistry.operator.credentials;

import org.jspecify.annotations.NullMarked;
