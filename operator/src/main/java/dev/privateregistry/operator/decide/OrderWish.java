package dev.privateregistry.operator.decide;

import java.util.List;
import java.util.Optional;

/**
 * A certificate that shall be ordered from an ACME server (RFC 8555), as long as plans carry the
 * wish. Everything that must outlive the operator is stored before a plan carries it: an order that
 * is interrupted goes on under another operator.
 *
 * @param names what the certificate shall be for
 * @param place the order at the server, when it was placed before
 */
public record OrderWish(
    Account account, List<String> names, String key, Optional<String> place, Dns01 proof) {

  public OrderWish {
    names = List.copyOf(names);
  }

  /**
   * Who orders where.
   *
   * @param server where the ACME server begins
   * @param email where the server may reach the owner
   * @param key the account's private key, PEM
   * @param authorities PEM certificates that may certify the server, beside the system's; "" for
   *     none
   */
  public record Account(String server, String email, String key, String authorities) {
    @Override
    public String toString() {
      return "Account[" + server + "]";
    }
  }

  /**
   * How the names are proved: records in the DNS, set by dynamic update (RFC 2136).
   *
   * @param nameserver host or host:port of the zone's primary server
   * @param zone to update; looked for at the name server when empty
   */
  public record Dns01(String nameserver, Optional<String> zone, Tsig tsig) {}

  /**
   * The key of the updates (RFC 8945).
   *
   * @param algorithm as in {@code hmac-sha256}
   * @param secret base64
   */
  public record Tsig(String name, String algorithm, String secret) {
    @Override
    public String toString() {
      return "Tsig[" + name + "]";
    }
  }

  /** Whether it is the same order, wherever it has got to. */
  public boolean isSameAs(OrderWish other) {
    return account.equals(other.account)
        && names.equals(other.names)
        && key.equals(other.key)
        && proof.equals(other.proof);
  }

  /** Without keys. */
  @Override
  public String toString() {
    return "OrderWish[" + String.join(", ", names) + " from " + account.server() + "]";
  }
}
