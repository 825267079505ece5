package org.predictbench.bench.record;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.files.AtomicFiles;

/**
 * Writes samples to the file, on a thread of its own, until the file is full or cannot be written.
 *
 * <p>Records reach the operating system whenever the queue is empty and at least once a second. The
 * calls go on whatever happens here. {@link #state} is for any thread.
 */
final class Recorder implements AutoCloseable {
  private static final long FLUSH_MILLIS = 1000;

  /** Kinds of calls that are told apart: names come from the wire, and there is no end of them. */
  private static final int MOST_KINDS = 1000;

  private final RecordFile file;
  private final Limits limits;
  private final Optional<String> model;
  private final SampleQueue queue;
  private final long before;
  private final Map<CallKind, Long> kinds = new LinkedHashMap<>();
  private final Thread thread = new Thread(this::run, "recorder");
  private long unreadable;
  private volatile State state;
  private volatile boolean closing;

  /**
   * What is recorded so far.
   *
   * @param recorded records written by this process
   * @param bytes size of the file
   * @param unreadable samples that are not in the file, since they could not be unpacked
   * @param kinds how many kinds of calls there are among the records, up to a thousand
   * @param end why nothing is recorded any more, empty as long as something is
   * @param failed whether that is a failure
   */
  record State(
      long recorded,
      long bytes,
      long unreadable,
      int kinds,
      Optional<String> end,
      boolean failed) {}

  /** Takes samples from now on; closes the file in the end. */
  Recorder(RecordFile file, Limits limits, Optional<String> model, SampleQueue queue) {
    this.file = file;
    this.limits = limits;
    this.model = model;
    this.queue = queue;
    this.before = file.records();
    publish(Optional.empty(), false);
    thread.setDaemon(true);
  }

  /** Starts to write. */
  void start() {
    thread.start();
  }

  State state() {
    return state;
  }

  /** Whether samples are still of use. */
  boolean isRecording() {
    return state.end().isEmpty();
  }

  private void run() {
    try {
      long flushed = System.nanoTime();
      while (!closing || !queue.isEmpty()) {
        Sample sample = queue.poll(closing ? 0 : FLUSH_MILLIS);
        if (sample != null) {
          take(sample);
        }
        long now = System.nanoTime();
        if (queue.isEmpty() || now - flushed >= TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS)) {
          flush();
          flushed = now;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(Sample sample) {
    try {
      if (isRecording()) {
        write(sample);
      }
    } catch (IOException e) {
      fail(e);
    } finally {
      queue.release(sample.held());
    }
  }

  private void flush() {
    try {
      if (isRecording()) {
        file.flush();
        publish(Optional.empty(), false);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void write(Sample sample) throws IOException {
    CallKind kind;
    byte[] record;
    try {
      byte[] request = sample.request().unpacked(queue.longest());
      kind = PredictionLogs.kind(sample.method(), request);
      if (model.isPresent() && !model.get().equals(kind.model())) {
        return;
      }
      Optional<byte[]> reply = Optional.empty();
      if (sample.reply().isPresent()) {
        reply = Optional.of(sample.reply().get().unpacked(queue.longest()));
      }
      record = PredictionLogs.record(sample.method(), request, reply);
    } catch (IOException | ArithmeticException | OutOfMemoryError e) {
      unreadable++;
      return;
    }
    if (limits.admit(file, record.length)) {
      file.write(record);
      if (kinds.containsKey(kind) || kinds.size() < MOST_KINDS) {
        kinds.merge(kind, 1L, Long::sum);
      }
      if (file.records() < limits.records()) {
        return;
      }
    }
    end();
  }

  private void end() throws IOException {
    file.flush();
    publish(
        Optional.of(
            file.records() >= limits.records()
                ? "it holds --max %,d records".formatted(limits.records())
                : "the next one exceeds --max-bytes %,d".formatted(limits.bytes())),
        false);
  }

  private void fail(IOException failure) {
    String why = AtomicFiles.reason(failure);
    try {
      file.abandon();
    } catch (IOException e) {
      why += ", and it may end within a record";
    }
    publish(Optional.of("cannot write %s: %s".formatted(file.path(), why)), true);
  }

  private void publish(Optional<String> end, boolean failed) {
    state = new State(file.records() - before, file.bytes(), unreadable, kinds.size(), end, failed);
  }

  /** How many records there are of each kind, in the order of their first; once it is closed. */
  Map<CallKind, Long> kinds() {
    return kinds;
  }

  /** Writes what is in the queue and closes the file. Whatever comes later is lost. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
      if (!state.failed()) {
        file.close();
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
