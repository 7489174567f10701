/** Collects what a decision may know: objects, pods and what the pods have loaded. */
@NullMarked
package dev.privateregistry.operator.observe;

import org.jspecify.annotations.NullMarked;
