package org.predictbench.bench.load.record;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/**
 * {@code .hlog}: HdrHistogram's own interval log, which its tools read, with a line for each {@link
 * Tag} of each interval. Values are nanoseconds, the log's readable maximum is in milliseconds.
 */
public final class IntervalLog implements AutoCloseable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final PrintStream stream;
  private final HistogramLogWriter writer;

  private IntervalLog(PrintStream stream, long startMillis) {
    this.stream = stream;
    this.writer = new HistogramLogWriter(stream);
    writer.outputLogFormatVersion();
    writer.outputComment("nanoseconds; tags: corrected, uncorrected, lateness, failed, dropped");
    writer.setBaseTime(startMillis);
    writer.outputBaseTime(startMillis);
    writer.outputStartTime(startMillis);
    writer.outputLegend();
  }

  /** A new log; every interval is on its way to the disk when {@link #append} returns. */
  public static IntervalLog create(Path file, long startMillis) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new IntervalLog(
        new PrintStream(Files.newOutputStream(file), true, StandardCharsets.UTF_8), startMillis);
  }

  /** Adds a line for each tag that has samples, and one of lateness in any case. */
  public void append(Interval interval) throws IOException {
    for (Tag tag : Tag.values()) {
      Histogram histogram = interval.histograms().of(tag);
      if (histogram.getTotalCount() == 0 && tag != Tag.LATENESS) {
        continue;
      }
      histogram.setTag(tag.id());
      histogram.setStartTimeStamp(interval.startMillis());
      histogram.setEndTimeStamp(interval.endMillis());
      writer.outputIntervalHistogram(
          seconds(interval.startMillis()) - writer.getBaseTime() / 1e3,
          seconds(interval.endMillis()) - writer.getBaseTime() / 1e3,
          histogram,
          NANOS_PER_MILLI);
    }
    stream.flush();
    if (stream.checkError()) {
      throw new IOException("cannot write the interval log: is the disk full?");
    }
  }

  private static double seconds(long millis) {
    return millis / 1e3;
  }

  @Override
  public void close() {
    writer.close();
  }

  /**
   * Reads a log, whoever wrote it; histograms of unknown tags are passed over.
   *
   * @throws IllegalArgumentException if it is none, or has none of our tags
   */
  public static List<Interval> read(Path file) {
    // Lines of one interval follow each other, but logs of several generators may be interleaved.
    Map<Long, Interval> intervals = new TreeMap<>();
    try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
      while (reader.hasNext()) {
        EncodableHistogram next = reader.nextIntervalHistogram();
        if (next instanceof Histogram histogram) {
          Optional<Tag> tag = Optional.ofNullable(histogram.getTag()).flatMap(Tag::of);
          tag.ifPresent(
              known ->
                  intervals
                      .computeIfAbsent(
                          histogram.getStartTimeStamp(),
                          start ->
                              new Interval(start, histogram.getEndTimeStamp(), new Histograms()))
                      .histograms()
                      .add(known, histogram));
        }
      }
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException("cannot read log " + file, e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(file + ": no histogram log: " + e, e);
    }
    if (intervals.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": no interval with a tag that 'load' writes, such as 'corrected'");
    }
    return new ArrayList<>(intervals.values());
  }

  /** The histograms of all intervals together. */
  public static Histograms total(Collection<Interval> intervals) {
    Histograms total = new Histograms();
    intervals.forEach(interval -> total.add(interval.histograms()));
    return total;
  }

  /**
   * Writes the intervals of several logs into one, in the order of time. Intervals of different
   * generators stay apart: what is summed is left to the reader.
   */
  public static void write(Path file, List<Interval> intervals) throws IOException {
    List<Interval> ordered =
        intervals.stream().sorted(Comparator.comparingLong(Interval::startMillis)).toList();
    try (IntervalLog log = create(file, ordered.get(0).startMillis())) {
      for (Interval interval : ordered) {
        log.append(interval);
      }
    }
  }
}
