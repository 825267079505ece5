package org.predictbench.bench.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.predictbench.bench.load.objective.Follower;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.IntervalLog;
import org.predictbench.bench.load.record.Recording;
import org.predictbench.bench.load.record.SampleLog;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.send.Arrivals;
import org.predictbench.bench.load.send.Calls;
import org.predictbench.bench.load.send.ClosedLoop;
import org.predictbench.bench.load.send.Flood;
import org.predictbench.bench.load.send.Load;
import org.predictbench.bench.load.send.OpenLoop;
import org.predictbench.bench.load.send.Outcomes;
import org.predictbench.bench.load.send.Pacer;
import org.predictbench.bench.load.send.Share;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.LoadStep;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.Trial;
import org.predictbench.bench.load.suite.TrialResult;

/** Makes one load after the other, as a suite says. {@link #stop} is for any thread. */
final class Generator {
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final Clock clock = Clock.systemUTC();
  private final LoadSuite suite;
  private final long seed;
  private final Share share;
  private final boolean samples;
  private final AtomicReference<Load> running = new AtomicReference<>();
  private volatile boolean stopped;

  /**
   * @param samples whether every sample is written besides the histograms
   */
  Generator(LoadSuite suite, long seed, Share share, boolean samples) {
    RoomyHeap.ask();
    this.samples = samples;
    this.suite = suite;
    this.seed = seed;
    this.share = share;
  }

  /**
   * What identifies a trial.
   *
   * @param step what arrives
   * @param duration of the load
   * @param slo the objective
   * @param number of the trial, so that no two have the same arrivals
   */
  record Task(
      String name, String cell, LoadStep step, Duration duration, Optional<Slo> slo, int number) {}

  boolean stopped() {
    return stopped;
  }

  /** Ends the load under way, and every later one at once. */
  void stop() {
    stopped = true;
    Load load = running.get();
    if (load != null) {
      load.stop();
    }
  }

  /** Lets client and server come to speed; nothing is kept. */
  void warmUp(Calls calls, LoadStep step) throws InterruptedException {
    // Phases have a duration of their own.
    LoadStep even = step.arrivals().isEmpty() ? step : step.evenly();
    try (Recording unused = new Recording(suite.interval(), clock, null)) {
      run(load(calls, even, suite.warmup(), seed ^ 0x5DEECE66DL, pacer(), unused));
    }
  }

  /** How long a call takes one caller who is alone. */
  Duration unloadedP50(Calls calls) throws InterruptedException {
    return closedLoop(1, suite.warmup(), calls).p50();
  }

  /** What callers have who call in turn. */
  record InTurn(double answeredPerSecond, Duration p50) {}

  /**
   * Lets callers call in turn for a while; nothing is kept.
   *
   * @throws IllegalStateException if none is answered
   */
  InTurn closedLoop(int callers, Duration duration, Calls calls) throws InterruptedException {
    Recording recording = new Recording(suite.interval(), clock, null);
    Load.Course course = run(new ClosedLoop(callers, duration, calls, recording));
    recording.close();
    Histograms total = IntervalLog.total(recording.intervals());
    double micros = total.micros(Tag.CORRECTED, 50);
    if (Double.isNaN(micros)) {
      throw new IllegalStateException("no answer without load: " + recording.reasons());
    }
    return new InTurn(
        total.answered() * 1e9 / course.sendingNanos(), Duration.ofNanos(Math.round(micros * 1e3)));
  }

  /** Makes a load and records it in a directory. */
  TrialResult run(Task task, Calls calls, LoadDirectory directory)
      throws IOException, InterruptedException {
    Instant start = clock.instant();
    IntervalLog log = IntervalLog.create(directory.log(task.name()), start.toEpochMilli());
    SampleLog every = samples ? SampleLog.create(directory.samples(task.name())) : null;
    Recording recording = new Recording(suite.interval(), clock, log, every);
    Trial trial = make(task, calls, recording, start);
    directory.writeTrial(trial);
    return TrialResult.of(suite, trial, recording.intervals());
  }

  /** The same of which nothing is written. */
  TrialResult run(Task task, Calls calls) throws InterruptedException {
    Recording recording = new Recording(suite.interval(), clock, null);
    Trial trial = make(task, calls, recording, clock.instant());
    return TrialResult.of(suite, trial, recording.intervals());
  }

  private Trial make(Task task, Calls calls, Recording recording, Instant start)
      throws InterruptedException {
    // Garbage of the trial before is not this one's.
    System.gc();
    long cpu = system.getProcessCpuTime();
    Pacer pacer = pacer();
    Load load = load(calls, task.step(), task.duration(), seed + task.number(), pacer, recording);
    Ended ended;
    try {
      ended = runUntilSettled(load, recording, start);
    } finally {
      recording.close();
    }
    Load.Course course = ended.course();
    return new Trial(
        task.name(),
        task.cell(),
        task.step().text(),
        task.step().arrivals().map(Arrivals::rate).orElse(null),
        seed + task.number(),
        share.toString(),
        start,
        ended.early() ? IntervalLog.total(recording.intervals()).sent() : course.planned(),
        course.sendingNanos() / 1e9,
        course.elapsedNanos() / 1e9,
        course.stopped() && !ended.early(),
        pacer.priority(),
        recording.reasons(),
        (system.getProcessCpuTime() - cpu) / 1e9,
        system.getAvailableProcessors(),
        task.slo().map(Slo::toString).orElse(null),
        ended.early());
  }

  private Load.Course run(Load load) throws InterruptedException {
    running.set(load);
    if (stopped) {
      load.stop();
    }
    try {
      return load.run();
    } finally {
      running.set(null);
    }
  }

  /**
   * How a load ended.
   *
   * @param early whether its gate was settled before its time
   */
  private record Ended(Load.Course course, boolean early) {}

  private Ended runUntilSettled(Load load, Recording recording, Instant start)
      throws InterruptedException {
    if (suite.gate().isEmpty()) {
      return new Ended(run(load), false);
    }
    Follower follower = new Follower(suite.gate().get(), start.toEpochMilli(), suite.duration());
    try (GateWatch watch = GateWatch.start(follower, suite, recording, load)) {
      Load.Course course = run(load);
      return new Ended(course, watch.hasSettled() && !stopped);
    }
  }

  private Pacer pacer() {
    return new Pacer(suite.spin(), suite.priority());
  }

  private Load load(
      Calls calls,
      LoadStep step,
      Duration duration,
      long seedOfIt,
      Pacer pacer,
      Outcomes outcomes) {
    return switch (suite.pattern()) {
      case CLOSED -> new ClosedLoop(step.callers(), duration, calls, outcomes);
      case FLOOD -> new Flood(step.callers(), duration, calls, outcomes);
      default ->
          new OpenLoop(
              step.arrivals().orElseThrow().schedule(duration, seedOfIt, share),
              calls,
              suite.limits(),
              pacer,
              outcomes);
    };
  }
}
