package dev.privateregistry.registry.http;

import dev.privateregistry.registry.auth.Principal;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves everything below a path instead of at the root ({@code http.prefix}). What is behind it
 * sees paths without the prefix. {@code /} is answered all the same: load balancers ask for it.
 *
 * @param path starts with a slash and does not end with one
 */
public record PathPrefix(String path) {
  /** A path that no route has. */
  private static final String OUTSIDE = "/-";

  public PathPrefix {
    if (!path.startsWith("/") || path.endsWith("/")) {
      throw new IllegalArgumentException("not a path prefix: " + path);
    }
  }

  /** The same handler, below the prefix. */
  public Handler around(Handler inner) {
    return new Handler() {
      @Override
      public @Nullable Response answerNow(Request request) {
        Response answer = inner.answerNow(below(request));
        return answer == null ? null : prefixed(answer);
      }

      @Override
      public Response answer(Request request) throws Exception {
        return prefixed(inner.answer(below(request)));
      }
    };
  }

  /** The same observer, which sees paths without the prefix. */
  public ExchangeObserver around(ExchangeObserver inner) {
    return new ExchangeObserver() {
      @Override
      public void started(Request request) {
        inner.started(below(request));
      }

      @Override
      public void completed(Request request, int status, long bytes, long nanos) {
        inner.completed(below(request), status, bytes, nanos);
      }
    };
  }

  private Request below(Request request) {
    String whole = request.path();
    if (whole.equals("/")) {
      return request;
    }
    boolean inside =
        whole.startsWith(path)
            && whole.length() > path.length()
            && whole.charAt(path.length()) == '/';
    return new Below(request, inside ? whole.substring(path.length()) : OUTSIDE);
  }

  /** The next page of a list is named by its path from the root. */
  private Response prefixed(Response response) {
    String link = response.headers().first("Link");
    return link != null && link.startsWith("</")
        ? new Response(
            response.status(),
            response.headers().with("Link", "<" + path + link.substring(1)),
            response.body())
        : response;
  }

  private record Below(Request whole, String path) implements Request {
    @Override
    public String id() {
      return whole.id();
    }

    @Override
    public String method() {
      return whole.method();
    }

    @Override
    public String query() {
      return whole.query();
    }

    @Override
    public @Nullable String header(String name) {
      return whole.header(name);
    }

    @Override
    public List<String> headers(String name) {
      return whole.headers(name);
    }

    @Override
    public String scheme() {
      return whole.scheme();
    }

    @Override
    public String authority() {
      return whole.authority();
    }

    @Override
    public InetSocketAddress remoteAddress() {
      return whole.remoteAddress();
    }

    @Override
    public @Nullable X509Certificate clientCertificate() {
      return whole.clientCertificate();
    }

    @Override
    public String protocol() {
      return whole.protocol();
    }

    @Override
    public RequestBody body() {
      return whole.body();
    }

    @Override
    public Principal principal() {
      return whole.principal();
    }

    @Override
    public void identify(Principal principal) {
      whole.identify(principal);
    }
  }
}
