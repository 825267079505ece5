package org.predictbench.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Counts the waits of virtual threads that hold their carriers, by the JDK's own flight recorder.
 */
public final class PinnedThreads implements AutoCloseable {
  private static final String EVENT = "jdk.VirtualThreadPinned";

  private final Recording recording;

  private PinnedThreads(Recording recording) {
    this.recording = recording;
  }

  /**
   * Looks on from now on, which takes some tenths of a second to begin; empty on a JVM without a
   * flight recorder or virtual threads.
   */
  public static Optional<PinnedThreads> watch() {
    if (!FlightRecorder.isAvailable()
        || FlightRecorder.getFlightRecorder().getEventTypes().stream()
            .noneMatch(type -> type.getName().equals(EVENT))) {
      return Optional.empty();
    }
    Recording recording = new Recording();
    // Every wait, however short: the JDK's own threshold is 20 ms.
    recording.enable(EVENT).withThreshold(Duration.ZERO).withoutStackTrace();
    recording.start();
    return Optional.of(new PinnedThreads(recording));
  }

  /** The waits that began after a moment, and ended. */
  public Pins since(Instant moment) {
    try {
      Path file = Files.createTempFile("pinned", ".jfr");
      try {
        recording.dump(file);
        long count = 0;
        Duration together = Duration.ZERO;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
          if (event.getEventType().getName().equals(EVENT)
              && !event.getStartTime().isBefore(moment)) {
            count++;
            together = together.plus(event.getDuration());
          }
        }
        return new Pins(count, TimeUnit.NANOSECONDS.toMicros(together.toNanos()));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
