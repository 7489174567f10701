/** Performs a plan: the one place that writes to the API server. */
@NullMarked
package dev.privateregistry.operator.apply;

import org.jspecify.annotations.NullMarked;
