package dev.privateregistry.registry.auth;

import dev.privateregistry.registry.http.Request;
import org.jspecify.annotations.Nullable;

/** One way to say who asks. */
public interface Authenticator {
  /** What this request's credentials come to, if that is known from memory; else null. */
  @Nullable Identification identifyNow(Request request);

  /** The same; may block. */
  Identification identify(Request request);
}
