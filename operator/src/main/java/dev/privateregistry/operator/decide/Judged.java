package dev.privateregistry.operator.decide;

/** What a user supplies, after it was looked at. */
sealed interface Judged<T> {

  /** It can be used. */
  record Usable<T>(T value) implements Judged<T> {}

  /**
   * It cannot.
   *
   * @param reason one CamelCase word for programs
   * @param message what is wrong and what to do, for people, without secrets
   */
  record Refused<T>(String reason, String message) implements Judged<T> {}
}
