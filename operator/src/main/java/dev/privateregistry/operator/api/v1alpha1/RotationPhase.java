package dev.privateregistry.operator.api.v1alpha1;

/** The steps of a password's rotation, in order. Each is persisted before it is acted on. */
public enum RotationPhase {
  /** The new password is stored, where only the operator reads it. */
  Generated,
  /** Every ready pod accepts the new password, and the old one still. */
  Accepted,
  /** The user's Secret carries the new password. */
  Published,
  /** Both are accepted until {@code previousValidUntil}. */
  Overlapping,
  /** The old password is accepted nowhere; the resting state. */
  Retired
}
