package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.auth.Principal;
import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Request;
import dev.privateregistry.registry.http.RequestBody;
import dev.privateregistry.registry.http.RequestId;
import dev.privateregistry.registry.http.Response;
import dev.privateregistry.registry.http.ResponseBody;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One request and its answer. Begins and ends on the event loop of its wire; in between a virtual
 * thread may work out the answer, and another one may feed its body.
 */
final class Exchange implements Request {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final byte[] NOTHING = {};
  private static final int CLIENT_GONE = 499;
  private static final String REQUEST_ID = "X-Request-Id";
  private static final String LOGGED_ID = "http.request.id";

  private final Serving serving;
  private final Wire wire;
  private final RequestLine line;
  private final FieldLines fields;
  private final BodyQueue body;
  private final InetSocketAddress peer;
  private final long started = System.nanoTime();
  private volatile Principal principal = Principal.ANONYMOUS;
  private @Nullable String id;
  private int status;
  private boolean over;

  Exchange(Serving serving, Wire wire, RequestLine line, FieldLines fields, BodyQueue body) {
    this.serving = serving;
    this.wire = wire;
    this.line = line;
    this.fields = fields;
    this.body = body;
    this.peer = peerOf(wire.channel());
  }

  static InetSocketAddress peerOf(io.netty.channel.Channel channel) {
    return switch (channel.remoteAddress()) {
      case InetSocketAddress address -> address;
      case DomainSocketAddress file -> SOCKET_FILE;
      case UnixDomainSocketAddress file -> SOCKET_FILE;
      case null, default -> InetSocketAddress.createUnresolved("unknown", 0);
    };
  }

  /** Has the handler answer, here and now if it can. */
  void dispatch() {
    serving.active().incrementAndGet();
    serving.observer().started(this);
    Response now;
    try {
      now = serving.handler().answerNow(this);
    } catch (RuntimeException | Error problem) {
      now = answerTo(problem);
    }
    if (now != null) {
      begin(now);
    } else {
      Thread.ofVirtual().name("exchange").start(this::answer);
    }
  }

  private void answer() {
    MDC.put(LOGGED_ID, id());
    Response response;
    try {
      response = serving.handler().answer(this);
    } catch (Throwable problem) {
      response = answerTo(problem);
    }
    body.releaseCurrent();
    body.close();
    Response answer = response;
    try {
      wire.channel().eventLoop().execute(() -> begin(answer));
    } catch (RejectedExecutionException serverClosed) {
      discard(answer.body());
    }
  }

  private Response answerTo(Throwable problem) {
    BodyFailure broken = body.failure();
    if (broken != null) {
      log.debug("{} {}: {}", line.method(), line.path(), broken.getMessage());
      return Response.text(broken.status(), "text/plain", broken.getMessage() + "\n");
    }
    log.atError()
        .addKeyValue(LOGGED_ID, id())
        .setCause(problem)
        .log("{} {} failed", line.method(), line.path());
    return Response.empty(500, Headers.none());
  }

  private void begin(Response response) {
    if (over) {
      discard(response.body());
      return;
    }
    status = response.status();
    try {
      send(response);
    } catch (RuntimeException problem) {
      log.atError()
          .addKeyValue(LOGGED_ID, id())
          .setCause(problem)
          .log("{} {}: the answer cannot be sent", line.method(), line.path());
      discard(response.body());
      finish(0, false);
    }
  }

  private void send(Response response) {
    boolean withBody = !line.isHead() && AnswerFields.allowsBody(status);
    if (!withBody || response.body().length() == 0) {
      discard(response.body());
      wire.whole(this, response, NOTHING);
      finish(0, true);
      return;
    }
    switch (response.body()) {
      case ResponseBody.Empty none -> throw new IllegalStateException("an empty body has length 0");
      case ResponseBody.Bytes bytes -> {
        wire.whole(this, response, bytes.content());
        finish(bytes.length(), true);
      }
      case ResponseBody.FileRange range ->
          file(response, new BodySource.File(range.file(), range.offset(), range.length()));
      case ResponseBody.Channel channel ->
          pump(response, new BodySource.Stream(channel.source(), channel.length()));
    }
  }

  private void file(Response response, BodySource.File file) {
    if (!wire.sendsFiles()) {
      pump(response, file);
    } else if (file.length() >= MappedFile.PIECE && serving.mappedFiles().tryAcquire()) {
      pump(response, new MappedFile(file, serving.mappedFiles()));
    } else {
      wire.head(this, response);
      var region = new DefaultFileRegion(file.file(), file.offset(), file.length());
      wire.file(region).addListener(sent -> finish(region.transferred(), sent.isSuccess()));
    }
  }

  private void pump(Response response, BodySource source) {
    wire.head(this, response);
    BodyPump pump = new BodyPump(wire, source, serving, this::finish);
    Thread.ofVirtual().name("body").start(pump);
  }

  private void finish(long bytes, boolean intact) {
    if (!over) {
      end(status, bytes);
      wire.done(this, intact);
    }
  }

  /** The client went away, or can no longer be understood. */
  void abort() {
    if (!over) {
      body.fail(BodyFailure.clientGone());
      end(status == 0 ? CLIENT_GONE : status, 0);
    }
  }

  private void end(int finalStatus, long bytes) {
    over = true;
    serving.active().decrementAndGet();
    serving.observer().completed(this, finalStatus, bytes, System.nanoTime() - started);
  }

  private static void discard(ResponseBody body) {
    Channel open =
        switch (body) {
          case ResponseBody.Empty none -> null;
          case ResponseBody.Bytes bytes -> null;
          case ResponseBody.FileRange range -> range.file();
          case ResponseBody.Channel channel -> channel.source();
        };
    if (open != null) {
      try {
        open.close();
      } catch (IOException problem) {
        log.debug("closing what was not sent", problem);
      }
    }
  }

  @Override
  public String method() {
    return line.method();
  }

  @Override
  public String path() {
    return line.path();
  }

  @Override
  public String query() {
    return line.query();
  }

  @Override
  public @Nullable String header(String name) {
    return fields.first(name);
  }

  @Override
  public List<String> headers(String name) {
    return fields.all(name);
  }

  @Override
  public String scheme() {
    return wire.isSecure() ? "https" : "http";
  }

  @Override
  public String authority() {
    return line.authority();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return peer;
  }

  @Override
  public @Nullable X509Certificate clientCertificate() {
    return wire.clientCertificate();
  }

  @Override
  public String protocol() {
    return line.protocol();
  }

  /** Made when it is first asked for: most requests are never named. */
  @Override
  public synchronized String id() {
    String known = id;
    if (known == null) {
      known = RequestId.of(fields.first(REQUEST_ID));
      id = known;
    }
    return known;
  }

  @Override
  public RequestBody body() {
    return body;
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public void identify(Principal known) {
    principal = known;
  }
}
