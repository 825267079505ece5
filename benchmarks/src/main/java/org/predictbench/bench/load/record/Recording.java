package org.predictbench.bench.load.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.predictbench.bench.load.send.Outcomes;

/**
 * Records a load, interval by interval, and writes each interval as it ends. Recording is wait-free
 * and for any number of threads; the rest is for the thread that has begun it.
 */
public final class Recording implements Outcomes, AutoCloseable {
  private final Map<Tag, Recorder> recorders = new EnumMap<>(Tag.class);
  // Used again and again, so that an interval leaves little garbage in the generator.
  private final Map<Tag, Histogram> taken = new EnumMap<>(Tag.class);
  private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
  private final List<Interval> intervals = new ArrayList<>();
  private final Clock clock;
  private final IntervalLog log;
  private final SampleLog samples;
  private final Thread ticker;
  private long intervalStart;
  private IOException failure;
  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param log takes the intervals and is closed with this; null to keep them in memory alone
   */
  public Recording(Duration interval, Clock clock, IntervalLog log) {
    this(interval, clock, log, null);
  }

  /**
   * Begins, and keeps every sample besides.
   *
   * @param samples takes each sample and is closed with this; null for none
   */
  public Recording(Duration interval, Clock clock, IntervalLog log, SampleLog samples) {
    this.clock = clock;
    this.log = log;
    this.samples = samples;
    for (Tag tag : Tag.values()) {
      recorders.put(tag, new Recorder(1, Histograms.HIGHEST_NANOS, Histograms.DIGITS));
    }
    intervalStart = clock.millis();
    ticker = new Thread(() -> tick(interval), "load-recording");
    ticker.setDaemon(true);
    ticker.start();
  }

  @Override
  public void sent(long intended, long takenUp) {
    record(Tag.LATENESS, takenUp - intended);
  }

  @Override
  public void answered(long intended, long handedOver, long now) {
    record(Tag.CORRECTED, now - intended);
    record(Tag.UNCORRECTED, now - handedOver);
  }

  @Override
  public void failed(long intended, long handedOver, long now, String reason) {
    record(Tag.FAILED, now - intended);
    reasons.computeIfAbsent(reason, any -> new LongAdder()).increment();
  }

  @Override
  public void dropped(long intended, long now) {
    record(Tag.DROPPED, now - intended);
  }

  private void record(Tag tag, long nanos) {
    long value = Math.max(0, Math.min(nanos, Histograms.HIGHEST_NANOS));
    recorders.get(tag).recordValue(value);
    if (samples != null) {
      samples.add(tag, value);
    }
  }

  private void tick(Duration interval) {
    try {
      while (!closed) {
        Thread.sleep(interval.toMillis());
        cut();
      }
    } catch (InterruptedException e) {
      // Closed: the last interval is cut there.
    }
  }

  private synchronized void cut() {
    if (closed) {
      return;
    }
    // Never empty, whatever the wall clock does.
    long end = Math.max(clock.millis(), intervalStart + 1);
    Histograms histograms = new Histograms();
    recorders.forEach(
        (tag, recorder) -> {
          taken.put(tag, recorder.getIntervalHistogram(taken.get(tag)));
          histograms.add(tag, taken.get(tag));
        });
    Interval interval = new Interval(intervalStart, end, histograms);
    intervals.add(interval);
    intervalStart = end;
    try {
      if (log != null && failure == null) {
        log.append(interval);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /** All intervals; complete once this is closed. */
  public synchronized List<Interval> intervals() {
    return List.copyOf(intervals);
  }

  /** How often each reason for a failure occurred. */
  public Map<String, Long> reasons() {
    Map<String, Long> counts = new TreeMap<>();
    reasons.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }

  /**
   * Cuts the last interval. Idempotent.
   *
   * @throws UncheckedIOException if the log could not be written
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    cut();
    closed = true;
    ticker.interrupt();
    if (log != null) {
      log.close();
    }
    if (samples != null) {
      samples.close();
    }
    if (failure != null) {
      throw new UncheckedIOException(failure);
    }
  }
}
