package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.api.v1alpha1.UserSpec;
import dev.privateregistry.operator.credentials.Bcrypt;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The password that somebody else supplies for a user in a Secret. */
sealed interface GivenPassword {

  /** The operator generates the password. */
  record NotGiven() implements GivenPassword {}

  /** The password, without the line end that editors leave. */
  record Given(String text) implements GivenPassword {
    /** Without the text. */
    @Override
    public String toString() {
      return "Given[]";
    }
  }

  /** It cannot be used; the message says why and what to do. */
  record Unusable(String message) implements GivenPassword {}

  static GivenPassword of(UserSpec user, Objects objects) {
    UserSpec.PasswordSecretRef ref = user.passwordSecretRef();
    if (ref == null) {
      return new NotGiven();
    }
    String where = "the password of user " + user.name();
    Optional<Secret> secret = objects.secret(ref.name());
    if (secret.isEmpty()) {
      return new Unusable(where + ": there is no Secret " + ref.name() + ": create it");
    }
    String text = Children.text(secret.get(), ref.key());
    String place = "the key " + ref.key() + " of Secret " + ref.name();
    if (text == null || text.isBlank()) {
      return new Unusable(where + ": " + place + " is missing or empty: put the password there");
    }
    String password = text.replaceFirst("\\r?\\n$", "");
    if (password.chars().anyMatch(Character::isISOControl)) {
      return new Unusable(where + ": " + place + " has control characters: remove them");
    }
    if (password.getBytes(StandardCharsets.UTF_8).length > Bcrypt.LONGEST) {
      return new Unusable(where + ": " + place + " is longer than 72 bytes: shorten it");
    }
    return new Given(password);
  }
}
