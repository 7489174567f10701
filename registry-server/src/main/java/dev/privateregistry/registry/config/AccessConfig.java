package dev.privateregistry.registry.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Who may do what, and how often a log-in may fail.
 *
 * @param certificateName what of a client's certificate is its user's name; empty when certificates
 *     name nobody
 */
public record AccessConfig(
    Rules rules, Optional<CertificateName> certificateName, FailedLogins failedLogins) {

  /** What users may do. */
  public sealed interface Rules {}

  /**
   * No rules: users may do everything.
   *
   * @param anonymousPull whether pulling needs no user
   */
  public record NoRules(boolean anonymousPull) implements Rules {}

  /** Rules in config.yml itself. */
  public record Inline(RuleSet rules) implements Rules {}

  /** Rules in a file of their own, which {@link RuleSet#parse} reads. */
  public record RulesFile(Path path) implements Rules {}

  /** The part of a certificate that names its user. */
  public enum CertificateName {
    /** The common name of the subject. */
    CN,
    /** The one alternative name of this kind. */
    DNS,
    EMAIL,
    URI;

    /** The word in config.yml. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How many different wrong passwords are looked at within the period; 0 for any number.
   *
   * @param perUser for one user, from all addresses
   * @param perAddress from one address, for all users
   * @param perPair for one user from one address
   */
  public record FailedLogins(int perUser, int perAddress, int perPair, Duration period) {}
}
