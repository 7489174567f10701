package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.RotationPhase;

/** The Event of a step in a password's rotation. */
final class Announcement {

  private Announcement() {}

  static Notice of(String user, UserState state, String secret) {
    String subject = "the password of user " + user;
    String message =
        switch (state.phase()) {
          case Generated -> "a new password of user " + user + " is stored and not published yet";
          case Accepted -> subject + ": every pod accepts the new one";
          case Published -> subject + " is published in Secret " + secret;
          case Overlapping ->
              subject
                  + ": the one before it is accepted until "
                  + state.previousValidUntil().map(Timestamps::of).orElse("now");
          case Retired -> subject + ": no pod accepts another one";
        };
    return Notice.normal(reason(state.phase()), message);
  }

  private static String reason(RotationPhase phase) {
    return "Password" + phase.name();
  }
}
