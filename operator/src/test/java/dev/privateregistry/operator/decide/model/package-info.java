/**
 * A model checker for the operator's decisions: the real {@link
 * dev.privateregistry.operator.decide.Decider} over an abstract cluster.
 */
@NullMarked
package dev.privateregistry.operator.decide.model;

import org.jspecify.annotations.NullMarked;
