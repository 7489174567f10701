package dev.privateregistry.registry.http.netty;

import dev.privateregistry.registry.http.Headers;
import dev.privateregistry.registry.http.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP/2 stream: one exchange. The stream's flow-control window holds a fast client back. */
final class Http2Stream extends ChannelInboundHandlerAdapter implements Wire {
  private static final Logger log = LoggerFactory.getLogger(Http2Stream.class);
  private static final AsciiString DATE = AsciiString.cached("date");
  private static final AsciiString LENGTH = AsciiString.cached("content-length");
  private static final int WORTH_DROPPING = 1024 * 1024;
  private static final long DROPPING_MILLIS = 1000;

  private final Serving serving;
  private final Http2Connection connection;
  private final Channel channel;
  private final DateLine date;
  private BodyQueue body;
  private @Nullable Exchange exchange;
  private boolean isHead;
  private boolean requestEnded;
  private boolean answered;
  private long toDrop = WORTH_DROPPING;

  Http2Stream(Serving serving, Http2Connection connection, Channel channel) {
    this.serving = serving;
    this.connection = connection;
    this.channel = channel;
    this.date = serving.scratch().date();
    this.body = serving.newBody(0);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case Http2HeadersFrame headers -> headers(headers);
      case Http2DataFrame data -> data(data);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void headers(Http2HeadersFrame frame) {
    requestEnded |= frame.isEndStream();
    if (exchange != null || answered) {
      endBodyIfEnded();
      return;
    }
    try {
      begin(new Http2Fields(frame.headers()));
    } catch (RefusedRequest refused) {
      answered = true;
      serving.observer().refused(Exchange.peerOf(channel), refused.status());
      byte[] reason = (refused.reason() + "\n").getBytes(StandardCharsets.UTF_8);
      whole(Response.of(refused.status(), Headers.none(), reason), reason);
      afterAnswer();
    }
  }

  private void begin(Http2Fields fields) throws RefusedRequest {
    RequestLine line = fields.line(serving.limits().request());
    if (!requestEnded) {
      BodyQueue incoming = serving.newBody(fields.contentLength());
      incoming.onWanted(() -> channel.eventLoop().execute(this::read));
      body = incoming;
    }
    begin(line, fields);
  }

  /** Answers a request without body that came in before the connection changed to HTTP/2. */
  void upgraded(Http1Head head) {
    requestEnded = true;
    begin(head.line(), head.fields());
  }

  private void begin(RequestLine line, FieldLines fields) {
    isHead = line.isHead();
    Exchange begun = new Exchange(serving, this, line, fields, body);
    exchange = begun;
    begun.dispatch();
  }

  private void data(Http2DataFrame frame) {
    requestEnded |= frame.isEndStream();
    if (answered) {
      toDrop -= frame.content().readableBytes();
      frame.release();
      if (toDrop < 0) {
        reset(Http2Error.NO_ERROR);
      }
      return;
    }
    body.offer(frame.content());
    endBodyIfEnded();
    read();
  }

  private void endBodyIfEnded() {
    if (requestEnded) {
      body.end();
    }
  }

  private void read() {
    boolean pause = !answered && body.isFull();
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
    return ClientTrust.verified(channel.parent());
  }

  @Override
  public boolean isSecure() {
    return channel.parent().pipeline().get(SslHandler.class) != null;
  }

  @Override
  public boolean sendsFiles() {
    return false;
  }

  @Override
  public void whole(Exchange by, Response response, byte[] content) {
    whole(response, content);
  }

  private void whole(Response response, byte[] content) {
    boolean withContent = content.length > 0;
    ChannelFuture written = writeHead(response, !withContent);
    if (withContent) {
      connection.sent(content.length);
      written = channel.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(content), true));
    }
    channel.flush();
    closeIfStalled(written);
  }

  /** A peer that never opens its window must not hold an answer for ever. */
  private void closeIfStalled(ChannelFuture written) {
    if (!written.isDone()) {
      var watch =
          channel
              .eventLoop()
              .schedule(
                  () -> reset(Http2Error.CANCEL),
                  serving.timeouts().writeStall().toMillis(),
                  TimeUnit.MILLISECONDS);
      written.addListener(done -> watch.cancel(false));
    }
  }

  @Override
  public void head(Exchange by, Response response) {
    writeHead(response, false);
  }

  private ChannelFuture writeHead(Response response, boolean last) {
    Headers headers = response.headers();
    FieldNames names = serving.scratch().fieldNames();
    Http2Headers out = new DefaultHttp2Headers(false, headers.fields().size() + 3);
    out.status(Integer.toString(response.status()));
    out.add(DATE, date.value());
    for (Headers.Field field : headers.fields()) {
      if (!AnswerFields.isTransports(field.name())) {
        out.add(names.lower(field.name()), field.value());
      }
    }
    long length =
        AnswerFields.contentLength(response, isHead, AnswerFields.declaredLength(headers));
    if (length != AnswerFields.NO_LENGTH) {
      out.add(LENGTH, Long.toString(length));
    }
    return channel.write(new DefaultHttp2HeadersFrame(out, last));
  }

  @Override
  public ChannelFuture piece(ByteBuf bytes, boolean last) {
    connection.sent(bytes.readableBytes());
    return channel.writeAndFlush(new DefaultHttp2DataFrame(bytes, last));
  }

  @Override
  public ChannelFuture file(FileRegion region) {
    throw new IllegalStateException("HTTP/2 frames cannot be sent from a file");
  }

  @Override
  public void done(Exchange over, boolean intact) {
    exchange = null;
    answered = true;
    boolean broken = body.failure() != null;
    body.close();
    if (!intact) {
      reset(Http2Error.INTERNAL_ERROR);
    } else if (broken) {
      reset(Http2Error.NO_ERROR);
    } else {
      afterAnswer();
    }
  }

  /** Takes in a little of a body that nobody read, then asks the client to stop (RFC 9113 8.1). */
  private void afterAnswer() {
    read();
    if (!requestEnded) {
      channel
          .eventLoop()
          .schedule(
              () -> {
                if (!requestEnded) {
                  reset(Http2Error.NO_ERROR);
                }
              },
              DROPPING_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  private void reset(Http2Error error) {
    if (channel.isActive()) {
      channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.abort();
      connection.brokenOff();
    }
    body.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    log.debug("stream of {} failed", channel.remoteAddress(), cause);
    if (cause instanceof Http2Exception problem && exchange == null && !answered) {
      answered = true;
      connection.refused(problem);
    }
    channel.close();
  }
}
