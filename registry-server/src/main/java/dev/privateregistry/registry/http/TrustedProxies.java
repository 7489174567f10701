package dev.privateregistry.registry.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose forwarding fields are believed.
 *
 * <p>The peer of a socket file counts as a listed proxy where any is listed: who may connect is up
 * to the permissions of the file.
 *
 * @param ranges the addresses of the proxies; empty for the rule of distribution, which takes the
 *     URL that clients use from anybody's fields. The address of the client is then that of the
 *     socket, since anybody could claim another.
 */
public record TrustedProxies(Optional<List<Range>> ranges) {
  /** The rule of distribution. */
  public static final TrustedProxies EVERYBODY = new TrustedProxies(Optional.empty());

  /** No forwarding field counts. */
  public static final TrustedProxies NOBODY = new TrustedProxies(Optional.of(List.of()));

  private static final int IPV6_BYTES = 16;

  /** So many bits of an IPv6 address are one network of one customer. */
  private static final int IPV6_NETWORK_BYTES = 8;

  public TrustedProxies {
    ranges = ranges.map(List::copyOf);
  }

  /**
   * Addresses that begin alike.
   *
   * @param bits how many bits are the same
   */
  public record Range(InetAddress network, int bits) {
    boolean holds(InetAddress address) {
      byte[] mine = network.getAddress();
      byte[] other = address.getAddress();
      if (mine.length != other.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int bit = 0x80 >> (i % 8);
        if ((mine[i / 8] & bit) != (other[i / 8] & bit)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether the request's forwarding fields tell the URL that the client used. */
  boolean tellUrl(Request request) {
    return ranges.isEmpty() || isListed(request.remoteAddress());
  }

  /**
   * Whom a request comes from: an IPv4 address, or the network of an IPv6 address. Behind listed
   * proxies it is the last address of {@code X-Forwarded-For} that is not one of theirs.
   */
  public String clientOf(Request request) {
    InetAddress client = addressOf(request);
    return client == null ? request.remoteAddress().getHostString() : text(client);
  }

  /**
   * The address that a request comes from, by the same rule; null when it came by a socket file and
   * no proxy says from where.
   */
  public @Nullable InetAddress addressOf(Request request) {
    InetAddress client = request.remoteAddress().getAddress();
    if (isListed(request.remoteAddress())) {
      for (String hop : Collections.unmodifiableList(hops(request)).reversed()) {
        InetAddress address = parse(hop);
        if (address == null) {
          break;
        }
        client = address;
        if (!isListed(address)) {
          break;
        }
      }
    }
    return client;
  }

  private boolean isListed(InetSocketAddress peer) {
    InetAddress address = peer.getAddress();
    return address == null
        ? peer.equals(Request.SOCKET_FILE) && !ranges.orElse(List.of()).isEmpty()
        : isListed(address);
  }

  private boolean isListed(InetAddress address) {
    return ranges.orElse(List.of()).stream().anyMatch(range -> range.holds(address));
  }

  private static List<String> hops(Request request) {
    List<String> hops = new ArrayList<>();
    for (String line : request.headers("X-Forwarded-For")) {
      hops.addAll(List.of(line.split(",", -1)));
    }
    return hops;
  }

  /** An address, also in brackets or with a port; null when it is none. */
  private static @Nullable InetAddress parse(String hop) {
    String text = hop.strip();
    int bracket = text.indexOf(']');
    if (text.startsWith("[") && bracket > 0) {
      text = text.substring(1, bracket);
    } else if (text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0) {
      text = text.substring(0, text.indexOf(':'));
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String text(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != IPV6_BYTES) {
      return address.getHostAddress();
    }
    StringBuilder network = new StringBuilder();
    for (int i = 0; i < IPV6_NETWORK_BYTES; i += 2) {
      network.append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff)));
      network.append(':');
    }
    return network.append(":/64").toString();
  }
}
