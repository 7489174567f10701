/**
 * The objects a registry consists of, as pure functions. Every default that an API server would
 * fill in is written out and quantities are canonical, so that a second apply changes nothing.
 */
@NullMarked
package dev.privateregistry.operator.desired;

import org.jspecify.annotations.NullMarked;
