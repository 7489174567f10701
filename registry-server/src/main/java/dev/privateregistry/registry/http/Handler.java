package dev.privateregistry.registry.http;

import org.jspecify.annotations.Nullable;

/** Answers requests. */
public interface Handler {
  /**
   * The answer, if it can be given without blocking and without the request's body; else null, and
   * {@link #answer} is called. Runs on an event loop, so it must take microseconds.
   */
  default @Nullable Response answerNow(Request request) {
    return null;
  }

  /**
   * The answer; runs on a virtual thread and may block. An error is a response too: an exception
   * that leaves this method is logged by the transport and answered with a bare 500.
   */
  Response answer(Request request) throws Exception;
}
