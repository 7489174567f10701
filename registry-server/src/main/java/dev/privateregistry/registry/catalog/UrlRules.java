package dev.privateregistry.registry.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the layers of an image may say that they can be fetched instead. Clients follow such a URL,
 * so that it is for the registry's owner to say which.
 *
 * @param allow one of these must be found in a URL, if there are some
 * @param deny none of these may be found in it
 */
public record UrlRules(List<Pattern> allow, List<Pattern> deny) {
  /** No rules: as the specification has it, a layer may be anywhere. */
  public static final UrlRules ANY = new UrlRules(List.of(), List.of());

  /** Longer ones are refused, so that no expression takes long over one. */
  private static final int LONGEST = 2048;

  public UrlRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /** Whether a layer may name this URL. */
  public boolean allow(String url) {
    if (allow.isEmpty() && deny.isEmpty()) {
      return true;
    }
    return isWeb(url) && (allow.isEmpty() || isFound(allow, url)) && !isFound(deny, url);
  }

  private static boolean isFound(List<Pattern> expressions, String url) {
    return expressions.stream().anyMatch(expression -> expression.matcher(url).find());
  }

  private static boolean isWeb(String url) {
    if (url.length() > LONGEST) {
      return false;
    }
    try {
      URI parsed = new URI(url);
      return ("http".equalsIgnoreCase(parsed.getScheme())
              || "https".equalsIgnoreCase(parsed.getScheme()))
          && (parsed.getFragment() == null || parsed.getFragment().isEmpty());
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
