package org.predictbench.serving;

import io.grpc.Metadata;
import java.util.Arrays;

/**
 * When a server with diagnostics passed the points of one call: a trailer that it sends if a header
 * of the same name asks for it. Times of {@link System#nanoTime}, as decimals with commas between.
 */
public final class TimelineTrailer {
  /** Header that asks for the server's times, and the trailer that brings them. */
  public static final Metadata.Key<String> KEY =
      Metadata.Key.of("predictbench-timeline", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * How many points there are: reading begins, the message is received, decoding begins, the model
   * begins, the model ends, the reply is encoded.
   */
  public static final int POINTS = 6;

  private TimelineTrailer() {}

  /** Writes the trailer's value. */
  public static String format(
      long reading, long received, long decoding, long runBegin, long runEnd, long encoded) {
    // Joined, not formatted: a format is parsed anew each time, on the call's own time.
    return reading + "," + received + "," + decoding + "," + runBegin + "," + runEnd + ","
        + encoded;
  }

  /**
   * Reads the trailer's value.
   *
   * @throws IllegalStateException if it is missing or holds another number of times
   */
  public static long[] parse(String value) {
    if (value == null) {
      throw new IllegalStateException(
          "the server sent no times: it must be the embedded one, with --enable_diagnostics");
    }
    long[] times = Arrays.stream(value.split(",")).mapToLong(Long::parseLong).toArray();
    if (times.length != POINTS) {
      throw new IllegalStateException("the server sent other times than were requested: " + value);
    }
    return times;
  }
}
