package org.predictbench.client;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one call has beside its inputs. Immutable.
 *
 * <pre>{@code
 * RequestOptions options =
 *     RequestOptions.DEFAULT
 *         .withDeadline(Duration.ofMillis(50))
 *         .withHeader("authorization", "Bearer " + token);
 * }</pre>
 *
 * @param deadline of this call, counted from its start; empty for the client's own
 * @param headers sent with the request: gRPC metadata, or HTTP headers over REST
 */
public record RequestOptions(Optional<Duration> deadline, Map<String, String> headers) {
  /** The client's own deadline, no headers. */
  public static final RequestOptions DEFAULT = new RequestOptions(Optional.empty(), Map.of());

  private static final String NAME = "[a-z0-9_.-]+";
  private static final String RESERVED = "grpc-.*|te|content-type|content-length|.*-bin";

  /** Copies the map. */
  public RequestOptions {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** The same with another deadline. */
  public RequestOptions withDeadline(Duration after) {
    if (after.isNegative() || after.isZero()) {
      throw new IllegalArgumentException("a deadline of " + after + " has passed already");
    }
    return new RequestOptions(Optional.of(after), headers);
  }

  /**
   * The same with one more header.
   *
   * @param name in lower case
   * @param value printable ASCII
   * @throws IllegalArgumentException if a header cannot be so, or the name belongs to gRPC or HTTP
   */
  public RequestOptions withHeader(String name, String value) {
    if (!name.matches(NAME) || name.matches(RESERVED)) {
      throw new IllegalArgumentException(
          ("'%s' cannot be a header's name: lower-case letters, digits, _ . -, not grpc-*, te,"
                  + " content-* or *-bin")
              .formatted(name));
    }
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("the value of header '" + name + "' is not ASCII text");
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new RequestOptions(deadline, more);
  }

  /** The same with an {@code x-request-id}, by which proxies and logs name the call. */
  public RequestOptions withRequestId(String id) {
    return withHeader("x-request-id", id);
  }
}
