package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** gRPC's headers over HTTP/2, as its protocol page has them. */
final class GrpcHeaders {
  private static final int MAX_TIMEOUT_DIGITS = 99_999_999;

  private GrpcHeaders() {}

  /**
   * The compressed header block of a unary call. It refers to no table, so that one block serves
   * every call and every connection.
   *
   * @param more the caller's own headers
   */
  static byte[] request(
      String method, String authority, Duration timeout, Map<String, String> more) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme("http")
            .path("/" + method)
            .authority(authority)
            .set("te", "trailers")
            .set("content-type", "application/grpc")
            .set("user-agent", "predictbench-java")
            .set("grpc-timeout", timeout(timeout));
    more.forEach(headers::set);
    DefaultHttp2HeadersEncoder encoder =
        new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, true);
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.configuration().maxHeaderTableSize(0);
      encoder.encodeHeaders(1, headers, block);
    } catch (Http2Exception e) {
      throw new IllegalArgumentException("no headers for '" + authority + "'", e);
    }
    byte[] bytes = new byte[block.readableBytes()];
    block.readBytes(bytes);
    return bytes;
  }

  /** At most eight digits, in the finest unit that has room. */
  private static String timeout(Duration timeout) {
    long micros = TimeUnit.NANOSECONDS.toMicros(timeout.toNanos());
    if (micros <= MAX_TIMEOUT_DIGITS) {
      return Math.max(1, micros) + "u";
    }
    long millis = TimeUnit.MICROSECONDS.toMillis(micros);
    return millis <= MAX_TIMEOUT_DIGITS
        ? millis + "m"
        : Math.min(MAX_TIMEOUT_DIGITS, TimeUnit.MILLISECONDS.toSeconds(millis)) + "S";
  }

  /** The status in the last headers of a reply. */
  static Status status(Http2Headers trailers, CharSequence httpStatus) {
    CharSequence code = trailers.get("grpc-status");
    if (code == null) {
      return withoutGrpc(httpStatus == null ? "none" : httpStatus.toString());
    }
    Status status;
    try {
      status = Status.fromCodeValue(Integer.parseInt(code.toString()));
    } catch (NumberFormatException e) {
      return Status.UNKNOWN.withDescription("grpc-status '" + code + "' is no number");
    }
    CharSequence message = trailers.get("grpc-message");
    return message == null ? status : status.withDescription(percentDecoded(message.toString()));
  }

  /** What a reply of something that is no gRPC server means: a proxy, mostly. */
  private static Status withoutGrpc(String httpStatus) {
    Status status =
        switch (httpStatus) {
          case "400" -> Status.INTERNAL;
          case "401" -> Status.UNAUTHENTICATED;
          case "403" -> Status.PERMISSION_DENIED;
          case "404" -> Status.UNIMPLEMENTED;
          case "429", "502", "503", "504" -> Status.UNAVAILABLE;
          default -> Status.UNKNOWN;
        };
    return status.withDescription("HTTP status " + httpStatus + " without a grpc-status");
  }

  private static String percentDecoded(String message) {
    try {
      // A plus is a plus here, unlike in forms.
      return URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return message;
    }
  }

  /** What the stream's end by an error of HTTP/2 means. */
  static Status reset(int error) {
    Status status =
        switch (error) {
          case 8 -> Status.CANCELLED;
          case Http2.REFUSED_STREAM -> Status.UNAVAILABLE;
          case 11 -> Status.RESOURCE_EXHAUSTED;
          case 12 -> Status.PERMISSION_DENIED;
          default -> Status.INTERNAL;
        };
    return status.withDescription("the server reset the call, HTTP/2 error " + error);
  }
}
