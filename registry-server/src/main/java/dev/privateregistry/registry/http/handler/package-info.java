/** Answers to each route: one class per endpoint group. */
@NullMarked
package dev.privateregistry.registry.http.handler;

import org.jspecify.annotations.NullMarked;
