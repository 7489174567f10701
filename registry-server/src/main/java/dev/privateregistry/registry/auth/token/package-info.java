/** Tokens of a token server: JSON Web Tokens in distribution's form. */
@NullMarked
package dev.privateregistry.registry.auth.token;

import org.jspecify.annotations.NullMarked;
