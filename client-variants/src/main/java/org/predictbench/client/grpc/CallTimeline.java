package org.predictbench.client.grpc;

import io.grpc.Attributes;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import org.predictbench.client.CallPart;
import org.predictbench.serving.TimelineTrailer;

/**
 * When the latest call of a client that is timed passed each of its points.
 *
 * <ul>
 *   <li>One call at a time: it has no lock, and gRPC's own hand-overs between threads order what
 *       its threads write here.
 *   <li>The server's points come from the server, in a trailer that it sends if a header asks for
 *       it: six times of {@link System#nanoTime}, as decimals with commas between them.
 *   <li>Times of two processes are compared. {@code nanoTime} is CLOCK_MONOTONIC in HotSpot on
 *       Linux, which all processes of one host share. Each call checks it: nothing may arrive
 *       before it was sent, in either direction.
 * </ul>
 */
final class CallTimeline {
  private long called;
  private long built;
  private long opened;
  private long written;
  private long arrived;
  private long parsing;
  private long parsed;
  private long decoding;
  private long decoded;
  private long answered;
  private String server;

  void called() {
    server = null;
    called = System.nanoTime();
  }

  void built() {
    built = System.nanoTime();
  }

  void parsing() {
    parsing = System.nanoTime();
  }

  void parsed() {
    parsed = System.nanoTime();
  }

  void decoding() {
    decoding = System.nanoTime();
  }

  void decoded() {
    decoded = System.nanoTime();
  }

  void answered() {
    answered = System.nanoTime();
  }

  /** Stamps what only gRPC sees, and asks the server for its times. */
  ClientStreamTracer.Factory tracers() {
    return new ClientStreamTracer.Factory() {
      @Override
      public ClientStreamTracer newClientStreamTracer(
          ClientStreamTracer.StreamInfo info, Metadata headers) {
        headers.discardAll(TimelineTrailer.KEY);
        headers.put(TimelineTrailer.KEY, "please");
        return new Tracer();
      }
    };
  }

  private final class Tracer extends ClientStreamTracer {
    @Override
    public void streamCreated(Attributes transport, Metadata headers) {
      opened = System.nanoTime();
    }

    @Override
    public void outboundMessageSent(int number, long wireBytes, long bytes) {
      written = System.nanoTime();
    }

    @Override
    public void inboundMessageRead(int number, long wireBytes, long bytes) {
      arrived = System.nanoTime();
    }

    @Override
    public void inboundTrailers(Metadata trailers) {
      server = trailers.get(TimelineTrailer.KEY);
    }
  }

  /**
   * What each part of the latest call took, in nanoseconds and in the order of {@link CallPart};
   * the sum is the time from call to return, to the nanosecond.
   *
   * @throws IllegalStateException if the server sent no times, or if they cannot be of this host's
   *     clock
   */
  long[] parts() {
    long[] at = TimelineTrailer.parse(server);
    requireOrder(called, built, opened, written, at[1]);
    requireOrder(at);
    requireOrder(at[5], arrived, parsing, parsed, decoding, decoded, answered);
    // A message beyond gRPC's buffer of 1 MiB is under way before its end is written.
    long reading = Math.max(at[0], written);
    long encode = built - called + written - opened;
    long handOver = parsing - arrived + decoding - parsed + answered - decoded;
    long decode = parsed - parsing + decoded - decoding;
    return new long[] {
      encode,
      opened - built,
      reading - written,
      at[1] - reading,
      at[2] - at[1],
      at[3] - at[2],
      at[4] - at[3],
      at[5] - at[4],
      arrived - at[5],
      handOver,
      decode
    };
  }

  private static void requireOrder(long... times) {
    for (int i = 1; i < times.length; i++) {
      if (times[i] - times[i - 1] < 0) {
        throw new IllegalStateException(
            "a point of a call was passed %d ns before the one before it: the server is not of this host, or has another clock"
                .formatted(times[i - 1] - times[i]));
      }
    }
  }
}
