package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FileRegion;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.x connection: one exchange after the other, so that answers leave in the order of the
 * requests. What a client sends ahead waits, unread beyond a bound.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements Wire {
  private static final Logger log = LoggerFactory.getLogger(Http1Connection.class);

  /** How much of a body that nobody read is taken in to keep the connection usable. */
  private static final int WORTH_DROPPING = 1024 * 1024;

  private static final long DROPPING_MILLIS = 1000;

  private enum Phase {
    /** Waits for a request. */
    HEAD,
    /** A request is being answered; the rest of its body may still come in. */
    EXCHANGE,
    /** The answer is sent; the rest of the request's body is being dropped. */
    DROP,
    /** Nothing more is answered. */
    CLOSING
  }

  private final Serving serving;
  private final Channel channel;
  private final boolean secure;
  private final Http1Input input;
  private final Http1Writer writer;
  private final Http1Clock clock;
  private final BodyQueue noBody;

  private Phase phase = Phase.HEAD;
  private @Nullable Http1Head head;
  private @Nullable Exchange exchange;
  private BodyQueue body;
  private @Nullable Future<?> ticking;
  private long toDrop;
  private boolean lastAnswer;
  private boolean continueDue;
  private boolean processing;

  Http1Connection(Serving serving, Channel channel) {
    this.serving = serving;
    this.channel = channel;
    this.secure = channel.pipeline().get(SslHandler.class) != null;
    this.input = new Http1Input(serving.limits().request(), serving.scratch().bytes());
    this.writer = new Http1Writer(channel, serving.scratch().heads());
    this.clock = new Http1Clock(serving.timeouts());
    this.noBody = serving.newBody(0);
    this.body = noBody;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    long period = clock.periodNanos();
    ticking =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(this::tick, period, period, TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    writer.gather();
    input.add((ByteBuf) message);
    process();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    writer.release();
  }

  /** A client that sends requests ahead is to read the answers before it gets more of them. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      process();
    }
  }

  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      while (step()) {}
    } catch (RefusedRequest refused) {
      refuse(refused);
    } finally {
      processing = false;
    }
    input.trim();
    read();
  }

  private boolean step() throws RefusedRequest {
    return switch (phase) {
      case HEAD -> readHead();
      case EXCHANGE -> readBody();
      case DROP -> dropBody();
      case CLOSING -> {
        input.clear();
        yield false;
      }
    };
  }

  private boolean readHead() throws RefusedRequest {
    if (input.isEmpty() || !channel.isWritable()) {
      return false;
    }
    if (input.startsLikeTls()) {
      throw RefusedRequest.malformed("Client sent an HTTPS request to an HTTP server");
    }
    Http1Head next = input.head();
    if (next == null) {
      clock.awaitHead();
      return false;
    }
    begin(next);
    return true;
  }

  private void begin(Http1Head next) {
    head = next;
    phase = Phase.EXCHANGE;
    clock.awaitAnswer();
    lastAnswer = !next.keepAlive();
    continueDue = next.expectsContinue();
    body = noBody;
    if (next.bodyLength() != 0) {
      BodyQueue incoming = serving.newBody(next.bodyLength());
      incoming.onWanted(() -> channel.eventLoop().execute(() -> wanted(incoming)));
      input.expectBody(BodyDecoder.of(next));
      body = incoming;
    }
    Exchange begun = new Exchange(serving, this, next.line(), next.fields(), body);
    exchange = begun;
    begun.dispatch();
  }

  private void wanted(BodyQueue by) {
    if (by == body && phase == Phase.EXCHANGE) {
      if (continueDue) {
        continueDue = false;
        writer.sendContinue();
      }
      read();
    }
  }

  private boolean readBody() {
    if (!input.expectsBody() || input.isEmpty()) {
      return false;
    }
    if (body.failure() != null) {
      input.clear();
      return false;
    }
    try {
      if (input.body(body::offer)) {
        body.end();
      }
    } catch (RefusedRequest broken) {
      body.fail(new BodyFailure(broken.status(), broken.reason()));
      input.clear();
    }
    return false;
  }

  private boolean dropBody() {
    if (input.isEmpty()) {
      return false;
    }
    try {
      if (input.body(this::drop)) {
        awaitRequest();
        return true;
      }
    } catch (RefusedRequest broken) {
      toDrop = -1;
    }
    if (toDrop < 0) {
      close();
    }
    return false;
  }

  private void drop(ByteBuf piece) {
    toDrop -= piece.readableBytes();
    piece.release();
  }

  private void awaitRequest() {
    phase = Phase.HEAD;
    body = noBody;
    clock.awaitRequest();
    if (serving.isDraining() && input.isEmpty()) {
      close();
    }
  }

  /** Reads on or pauses, as the body's reader and the requests sent ahead demand. */
  private void read() {
    boolean pause =
        switch (phase) {
          case HEAD -> input.isAhead() && !channel.isWritable();
          case EXCHANGE -> input.expectsBody() ? body.isFull() : input.isAhead();
          case DROP, CLOSING -> false;
        };
    if (channel.config().isAutoRead() == pause) {
      channel.config().setAutoRead(!pause);
    }
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public @Nullable X509Certificate clientCertificate() {
    return ClientTrust.verified(channel);
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public boolean sendsFiles() {
    return !secure;
  }

  @Override
  public void whole(Exchange by, Response response, byte[] content) {
    writer.whole(response, isHead(), persistence(), content);
  }

  @Override
  public void head(Exchange by, Response response) {
    writer.head(response, isHead(), persistence());
    body.close();
    read();
  }

  private boolean isHead() {
    return head != null && head.line().isHead();
  }

  private HeadEncoder.Persistence persistence() {
    boolean bodyDue = input.expectsBody();
    lastAnswer |=
        serving.isDraining()
            || (bodyDue && (continueDue || input.bodyRemaining() > WORTH_DROPPING))
            || body.failure() != null;
    if (lastAnswer) {
      return HeadEncoder.Persistence.CLOSE;
    }
    return head != null && head.isHttp10()
        ? HeadEncoder.Persistence.KEEP_ALIVE
        : HeadEncoder.Persistence.IMPLIED;
  }

  @Override
  public ChannelFuture piece(ByteBuf bytes, boolean last) {
    return writer.body(bytes);
  }

  @Override
  public ChannelFuture file(FileRegion region) {
    return writer.body(region);
  }

  @Override
  public void done(Exchange over, boolean intact) {
    exchange = null;
    body.close();
    if (!intact) {
      phase = Phase.CLOSING;
      channel.close();
    } else if (lastAnswer) {
      close();
    } else if (input.expectsBody()) {
      dropRest();
    } else {
      awaitRequest();
    }
    process();
  }

  private void dropRest() {
    phase = Phase.DROP;
    toDrop = WORTH_DROPPING;
    BodyQueue dropped = body;
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (phase == Phase.DROP && body == dropped) {
                close();
              }
            },
            DROPPING_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private void refuse(RefusedRequest refused) {
    serving.observer().refused(Exchange.peerOf(channel), refused.status());
    writer.refuse(refused.status(), refused.reason());
    phase = Phase.CLOSING;
    input.clear();
    LingeringClose.whileReading(channel);
  }

  private void close() {
    boolean mayBeSending = input.expectsBody() || phase == Phase.DROP || body.failure() != null;
    phase = Phase.CLOSING;
    input.clear();
    if (mayBeSending) {
      LingeringClose.whileReading(channel);
    } else {
      LingeringClose.afterFlush(channel);
    }
  }

  private void tick() {
    if (serving.isDraining() && phase == Phase.HEAD && input.isEmpty()) {
      close();
    }
    switch (clock.check(channel)) {
      case IN_TIME -> {}
      case IDLE_TOO_LONG, ANSWER_STALLED -> channel.close();
      case HEAD_TOO_SLOW -> {
        if (phase == Phase.HEAD) {
          refuse(new RefusedRequest(408, "the request head took too long"));
        } else {
          channel.close();
        }
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == Drain.STARTED && phase == Phase.HEAD && input.isEmpty()) {
      close();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    phase = Phase.CLOSING;
    input.clear();
    if (ticking != null) {
      ticking.cancel(false);
    }
    if (exchange != null) {
      exchange.abort();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("connection of {} failed", channel.remoteAddress(), cause);
    channel.close();
  }
}
