package org.predictbench.bench.record;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * Says how far a recording is: on a terminal a line that is rewritten each second, elsewhere a line
 * every ten. For one thread.
 */
final class Progress {
  /** To the line's start, and all of it erased. */
  private static final String ANEW = "\r\u001b[K";

  private static final int SECONDS_A_LINE = 10;
  private static final int MOST_KINDS = 10;

  private final PrintStream out;
  private final boolean terminal;
  private final boolean stop;
  private final Sampler sampler;
  private final Recorder recorder;
  private int seconds;
  private boolean ended;

  /**
   * @param terminal whether somebody looks on, and lines can be rewritten
   * @param stop whether the proxy ends together with the recording
   */
  Progress(PrintStream out, boolean terminal, boolean stop, Sampler sampler, Recorder recorder) {
    this.out = out;
    this.terminal = terminal;
    this.stop = stop;
    this.sampler = sampler;
    this.recorder = recorder;
  }

  /** A second has passed. */
  void onSecond() {
    Recorder.State state = recorder.state();
    if (state.end().isPresent() && !ended) {
      ended = true;
      clear();
      out.printf(
          "recording has ended: %s%s%n",
          state.end().get(), stop ? "" : "; calls are passed on as before");
    }
    seconds++;
    if (terminal) {
      out.print(ANEW + line(state));
    } else if (seconds % SECONDS_A_LINE == 0) {
      out.println(line(state));
    }
    out.flush();
  }

  private String line(Recorder.State state) {
    return "%,d calls · %,d recorded · %,d dropped%s · file %s · signatures: %,d"
        .formatted(
            sampler.calls(),
            state.recorded(),
            sampler.dropped(),
            state.unreadable() == 0 ? "" : " · %,d unreadable".formatted(state.unreadable()),
            size(state.bytes()),
            state.kinds());
  }

  /** The recorder is closed. */
  void end(RecordFile file) {
    clear();
    Recorder.State state = recorder.state();
    out.printf(
        "recorded %,d of %,d calls; %s has %,d records, %s, for its owner's eyes alone%n",
        state.recorded(), sampler.calls(), file.path(), file.records(), size(file.bytes()));
    recorder.kinds().entrySet().stream()
        .sorted(Map.Entry.<CallKind, Long>comparingByValue().reversed())
        .limit(MOST_KINDS)
        .forEach(kind -> out.printf("%,10d  %s%n", kind.getValue(), kind.getKey()));
    if (state.kinds() > MOST_KINDS) {
      out.printf("%10s  %,d more%n", "", state.kinds() - MOST_KINDS);
    }
    if (sampler.dropped() > 0) {
      out.printf(
          "dropped %,d calls that were picked: the disk or the memory was too slow or too small"
              + " for them%n",
          sampler.dropped());
    }
    if (state.unreadable() > 0) {
      out.printf("left %,d out that could not be unpacked or parsed%n", state.unreadable());
    }
    if (state.failed()) {
      out.println(state.end().get());
    }
    out.flush();
  }

  private void clear() {
    if (terminal) {
      out.print(ANEW);
    }
  }

  private static String size(long bytes) {
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
