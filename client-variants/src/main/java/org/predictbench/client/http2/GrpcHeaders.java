package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.util.AsciiString;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.predictbench.client.PredictException;

/** gRPC's headers over HTTP/2, as its protocol page has them. */
final class GrpcHeaders {
  private static final int MAX_TIMEOUT_DIGITS = 99_999_999;
  private static final int MAX_QUOTED = 100;

  /** Far more than servers take, and a bound for a caller gone wild. */
  private static final int MAX_BLOCK = 1 << 20;

  private static final String GRPC = "application/grpc";

  private GrpcHeaders() {}

  /**
   * The compressed header block of a unary call. It refers to no table, so that one block serves
   * every call and every connection.
   *
   * @param more the caller's own headers
   * @throws PredictException RESOURCE_EXHAUSTED if it is longer than 1 MiB
   */
  static byte[] request(
      String method, String scheme, String authority, Duration timeout, Map<String, String> more) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme(scheme)
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
    if (block.readableBytes() > MAX_BLOCK) {
      throw new PredictException(
          Status.Code.RESOURCE_EXHAUSTED,
          "the request's headers take %d bytes; at most %d are sent"
              .formatted(block.readableBytes(), MAX_BLOCK));
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

  /** Empty if these headers have no status. */
  static Optional<Status> status(Http2Headers trailers) {
    CharSequence code = trailers.get("grpc-status");
    if (code == null) {
      return Optional.empty();
    }
    Status status;
    try {
      status = Status.fromCodeValue(Integer.parseInt(code.toString()));
    } catch (NumberFormatException e) {
      return Optional.of(
          Status.UNKNOWN.withDescription("grpc-status '" + printable(code) + "' is no number"));
    }
    CharSequence message = trailers.get("grpc-message");
    return Optional.of(
        message == null ? status : status.withDescription(percentDecoded(message.toString())));
  }

  /** Whether the reply is still to come: 100 or 103, mostly. */
  static boolean areInterim(Http2Headers headers) {
    CharSequence code = headers.status();
    return code != null && code.length() == 3 && code.charAt(0) == '1';
  }

  /** Whether these are the first headers of a gRPC reply, and not those of a proxy's own. */
  static boolean areGrpc(CharSequence httpStatus, CharSequence contentType) {
    if (httpStatus == null
        || contentType == null
        || !AsciiString.contentEquals("200", httpStatus)
        || contentType.length() < GRPC.length()
        || !AsciiString.regionMatches(contentType, true, 0, GRPC, 0, GRPC.length())) {
      return false;
    }
    // application/grpc-web is something else.
    char next = contentType.length() == GRPC.length() ? '+' : contentType.charAt(GRPC.length());
    return next == '+' || next == ';' || next == ' ';
  }

  /**
   * What a reply of something that is no gRPC server means, a proxy mostly: gRPC's page "HTTP to
   * gRPC Status Code Mapping".
   */
  static Status withoutGrpc(CharSequence httpStatus, CharSequence contentType) {
    String http = httpStatus == null ? "none" : printable(httpStatus);
    Status status =
        switch (http) {
          case "400" -> Status.INTERNAL;
          case "401" -> Status.UNAUTHENTICATED;
          case "403" -> Status.PERMISSION_DENIED;
          case "404" -> Status.UNIMPLEMENTED;
          case "429", "502", "503", "504" -> Status.UNAVAILABLE;
          default -> Status.UNKNOWN;
        };
    return status.withDescription(
        "HTTP status %s and content type %s, without a grpc-status"
            .formatted(http, contentType == null ? "none" : printable(contentType)));
  }

  /** What a stranger sent, fit for a line of ours. */
  static String printable(CharSequence text) {
    String start = text.subSequence(0, Math.min(MAX_QUOTED, text.length())).toString();
    return start.replaceAll("[^ -~]", "?");
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
          case Http2.CANCEL -> Status.CANCELLED;
          case Http2.REFUSED_STREAM -> Status.UNAVAILABLE;
          case Http2.ENHANCE_YOUR_CALM -> Status.RESOURCE_EXHAUSTED;
          case Http2.INADEQUATE_SECURITY -> Status.PERMISSION_DENIED;
          default -> Status.INTERNAL;
        };
    return status.withDescription("the server reset the call: " + Http2.error(error));
  }

  /** What the end of a call means that a server did not answer before it went away. */
  static Status goAway(int error, String reason) {
    Status.Code code = error == Http2.NO_ERROR ? Status.Code.UNAVAILABLE : reset(error).getCode();
    String why = "the server is going away: " + Http2.error(error);
    return code.toStatus().withDescription(reason.isEmpty() ? why : why + ", " + reason);
  }
}
