package dev.privateregistry.registry.config;

import java.net.InetAddress;

/**
 * Addresses that begin alike, such as {@code 10.0.0.0/8}.
 *
 * @param bits how many bits are the same
 */
public record AddressRange(InetAddress network, int bits) {
  public AddressRange {
    int most = network.getAddress().length * 8;
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "/" + bits + " is not between /0 and /" + most + " for this kind of address");
    }
  }

  /**
   * Reads an address, or a range of them.
   *
   * @throws IllegalArgumentException with what is wrong and the remedy
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int bits =
          slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1));
      return new AddressRange(address, bits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(notARange(text), e);
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(reason.startsWith("/") ? reason : notARange(text), e);
    }
  }

  private static String notARange(String text) {
    return "'" + text + "' is not a range of addresses; write it like 10.0.0.0/8 or ::1";
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }
}
