package org.predictbench.bench.profile;

import java.util.Arrays;
import java.util.stream.Collectors;
import one.convert.Arguments;
import org.predictbench.bench.files.InputException;
import org.predictbench.server.yaml.EnumNames;

/** What is sampled. A sample's weight is in nanoseconds, or in bytes for {@link #ALLOC}. */
public enum ProfileEvent {
  /** A thread has used this much more of a processor. */
  CPU("event=cpu,interval=500us", 500_000, "CPU time"),
  /** A thread has allocated about this much more; sampled where a thread takes a new buffer. */
  ALLOC("alloc=64k", 0, "allocated"),
  /** A thread has waited for a monitor or a lock of {@code java.util.concurrent}. */
  LOCK("lock=1us", 0, "time waiting for locks"),
  /** A thread exists, at work or waiting; at most eight threads are looked at in each tick. */
  WALL("wall=5ms", 5_000_000, "wall-clock time of all threads");

  private final String option;
  private final long nanosPerSample;
  private final String words;

  ProfileEvent(String option, long nanosPerSample, String words) {
    this.option = option;
    this.nanosPerSample = nanosPerSample;
    this.words = words;
  }

  /** Reads {@code cpu}, {@code alloc}, and so on. */
  public static ProfileEvent parse(String name) {
    return Arrays.stream(values())
        .filter(event -> event.id().equals(name.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "unknown event '%s'; known: %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(ProfileEvent::id)
                                .collect(Collectors.joining(", ")))));
  }

  public String id() {
    return EnumNames.of(this);
  }

  /** What a sum of weights is, in words. */
  String words() {
    return words;
  }

  boolean inBytes() {
    return this == ALLOC;
  }

  /** As async-profiler is asked for it. */
  String option() {
    return option;
  }

  /** What one unit of the converter's weight stands for. */
  long scale() {
    return nanosPerSample == 0 ? 1 : nanosPerSample;
  }

  /** Arguments of the converter that pick this event out of a recording. */
  Arguments conversion() {
    Arguments arguments = new Arguments("--" + id(), "--threads", "--norm", "--dot");
    arguments.output = "collapsed";
    // Elsewhere the number of samples; here each has a weight of its own.
    arguments.total = nanosPerSample == 0;
    return arguments;
  }
}
