/** Access rules: who may do what in which repositories. */
@NullMarked
package dev.privateregistry.registry.auth.rules;

import org.jspecify.annotations.NullMarked;
