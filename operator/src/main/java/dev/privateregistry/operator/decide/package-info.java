/**
 * The operator's decisions: {@link dev.privateregistry.operator.decide.Snapshot} to {@link
 * dev.privateregistry.operator.decide.Plan}, pure and total. One class per concern; no I/O, no
 * clock, no randomness but what the snapshot and the injected sources give.
 */
@NullMarked
package dev.privateregistry.operator.decide;

import org.jspecify.annotations.NullMarked;
