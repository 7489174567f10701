/** Starts the operator: options, leader election, health and metrics. */
@NullMarked
package dev.privateregistry.operator.app;

import org.jspecify.annotations.NullMarked;
