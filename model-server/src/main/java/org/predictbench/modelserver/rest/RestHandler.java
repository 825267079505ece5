package org.predictbench.modelserver.rest;

import io.grpc.Context;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.predictbench.modelserver.status.ServingException;

/** Serves one connection: it passes each call to a thread that may block, and answers in order. */
final class RestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final RestApi api;
  private final RestServer.Settings settings;
  private final ExecutorService calls;
  private final ScheduledExecutorService deadlines;

  RestHandler(
      RestApi api,
      RestServer.Settings settings,
      ExecutorService calls,
      ScheduledExecutorService deadlines) {
    this.api = api;
    this.settings = settings;
    this.calls = calls;
    this.deadlines = deadlines;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.read();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    if (!request.decoderResult().isSuccess()) {
      reply(context, RestReply.empty(status(request.decoderResult().cause())), false);
      return;
    }
    String method = request.method().name();
    String path = RestPath.ofTarget(request.uri());
    Optional<String> origin = Optional.ofNullable(request.headers().get(HttpHeaderNames.ORIGIN));
    byte[] body = ByteBufUtil.getBytes(request.content());
    // Of all encodings the original looks at this one alone.
    boolean packed = request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "").contains("gzip");
    try {
      calls.execute(
          () -> reply(context, withinDeadline(method, path, origin, body, packed), keepAlive));
    } catch (RejectedExecutionException e) {
      reply(context, RestReply.empty(503), false);
    }
  }

  private static int status(Throwable malformed) {
    if (malformed instanceof TooLongHttpHeaderException) {
      return HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.code();
    }
    return malformed instanceof TooLongHttpLineException
        ? HttpResponseStatus.REQUEST_URI_TOO_LONG.code()
        : HttpResponseStatus.BAD_REQUEST.code();
  }

  private RestReply withinDeadline(
      String method, String path, Optional<String> origin, byte[] body, boolean packed) {
    long millis = settings.timeout().toMillis();
    if (millis <= 0) {
      return answer(method, path, origin, body, packed);
    }
    Context.CancellableContext deadline =
        Context.ROOT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS, deadlines);
    Context before = deadline.attach();
    try {
      return answer(method, path, origin, body, packed);
    } finally {
      deadline.detach(before);
      deadline.cancel(null);
    }
  }

  private RestReply answer(
      String method, String path, Optional<String> origin, byte[] body, boolean packed) {
    try {
      return api.answer(method, path, origin, packed ? Gunzip.unpack(body) : body);
    } catch (ServingException e) {
      return RestReply.error(e.status());
    }
  }

  private void reply(ChannelHandlerContext context, RestReply reply, boolean keepAlive) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.httpStatus()),
            Unpooled.wrappedBuffer(reply.body()));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
    if (!reply.contentType().isEmpty()) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
    }
    if (settings.cors()) {
      response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST, GET");
      response.headers().set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type");
    }
    response
        .headers()
        .set(
            HttpHeaderNames.CONNECTION,
            keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    ChannelFuture written = context.writeAndFlush(response);
    ChannelFutureListener next = done -> context.channel().eventLoop().execute(context::read);
    var unused = written.addListener(keepAlive ? next : ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // The connection is broken or does not speak HTTP; there is nobody to answer.
    var unused = context.close();
  }
}
