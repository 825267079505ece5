package org.predictbench.bench.run;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.host.Stopwatch;
import org.predictbench.bench.kind.CellRun;
import org.predictbench.bench.kind.RunningCell;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.NoServer;
import org.predictbench.bench.servers.ServerSource;
import org.predictbench.bench.servers.ServerUnderTest;

/**
 * One round: a fresh server for each config and a fresh fork for each cell, all alive together,
 * then measured in time slices. One cell works at a time; the others, and the servers they call,
 * idle.
 *
 * <p>Fresh processes every round, so that what one owes to its own luck (memory layout, JIT) varies
 * between rounds and thereby shows in the intervals.
 */
final class Round implements AutoCloseable {
  /** For what a fork does after its time slice, such as sending its samples to the harness. */
  private static final long SETTLE_MILLIS = 20;

  /** For a single call of the slowest model, and then some; beside the time that is asked for. */
  private static final Duration SLICE_LIMIT = Duration.ofMinutes(2);

  private final Suite suite;
  private final int number;
  private final long seed;
  private final List<Cell> cells;
  private final Clock clock;
  private final Map<Served, CompletableFuture<ServerUnderTest>> servers = new LinkedHashMap<>();
  private final Map<RunningCell, Cell> running = new LinkedHashMap<>();
  private final Set<RunningCell> live = new LinkedHashSet<>();
  private final List<ForkRecord> unstarted = new ArrayList<>();
  private final ServedRequests served = new ServedRequests();
  private final GuardedSlices slices;

  /** What a server is started for. */
  private record Served(String config, String model) {}

  /** Is notified before each time slice. */
  interface SliceListener {
    void onSlice(int pass, int passes, Cell cell);
  }

  Round(Suite suite, int number, long seed, List<Cell> cells, Clock clock) {
    this.suite = suite;
    this.number = number;
    this.seed = seed;
    this.cells = cells;
    this.clock = clock;
    this.slices =
        new GuardedSlices(
            SLICE_LIMIT.plus(suite.protocol().slice()).plus(suite.protocol().stubWarmup()));
  }

  /**
   * Starts the servers and the cells' forks, each of which warms up before anything is measured;
   * those that fail before that are left out.
   *
   * <p>Servers start one for two cores at a time, and so do forks warm up, which are busy with
   * calls on one core and with the JIT on another: with a core each, calls and JIT are in each
   * other's way, and both take twice as long. What they leave of the cores starts the next.
   */
  void start(ServerSource serverStarter, Function<CellKind, CellRun> runs) {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService starters = Executors.newFixedThreadPool(Math.max(1, cores / 2));
    ExecutorService warmers = Executors.newFixedThreadPool(Math.max(1, cores / 2));
    try {
      for (Cell cell : cells) {
        if (cell.kind().needsServer()) {
          servers.computeIfAbsent(
              served(cell),
              served ->
                  CompletableFuture.supplyAsync(
                      () -> serverStarter.start(served.config(), served.model()), starters));
        }
      }
      startForks(runs, warmers, new Semaphore(Math.max(2, cores)));
      servers.values().forEach(server -> server.exceptionally(failure -> null).join());
    } finally {
      starters.shutdown();
      warmers.shutdown();
    }
  }

  /**
   * @param cold permits of forks that are started and not warm yet
   */
  private void startForks(
      Function<CellKind, CellRun> runs, ExecutorService warmers, Semaphore cold) {
    Map<RunningCell, CompletableFuture<Boolean>> warm = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      cold.acquireUninterruptibly();
      Optional<RunningCell> started = start(cells.get(i), i + 1, runs);
      if (started.isEmpty()) {
        cold.release();
        continue;
      }
      RunningCell cell = started.get();
      ServerUnderTest server = server(cell);
      warm.put(
          cell,
          CompletableFuture.supplyAsync(() -> warmUp(cell, server), warmers)
              .whenComplete((done, failure) -> cold.release()));
    }
    warm.forEach(
        (cell, done) -> {
          if (done.join()) {
            live.add(cell);
          }
        });
  }

  private boolean warmUp(RunningCell cell, ServerUnderTest server) {
    try (GuardedSlices own = slices.forOtherThread()) {
      return cell.awaitReady() && own.run(cell, server, cell::warmUp);
    }
  }

  private Served served(Cell cell) {
    return new Served(cell.server(), suite.modelOf(cell));
  }

  private Optional<RunningCell> start(Cell cell, int position, Function<CellKind, CellRun> runs) {
    Stopwatch since = Stopwatch.now(clock);
    try {
      ServerUnderTest server =
          cell.kind().needsServer() ? servers.get(served(cell)).join() : NoServer.INSTANCE;
      RunningCell started = runs.apply(cell.kind()).start(suite, cell, number, position, server);
      running.put(started, cell);
      return Optional.of(started);
    } catch (CompletionException e) {
      unstarted.add(
          ForkRecord.of(cell.name(), number, position)
              .took(since.start(), since.seconds())
              .failed(FailureText.line(e.getCause())));
      return Optional.empty();
    }
  }

  /** Whether all servers are processes of ours, whose CPU time we see. */
  boolean hasOwnServersAlone() {
    return servers.values().stream()
        .map(server -> server.exceptionally(failure -> NoServer.INSTANCE).join())
        .allMatch(server -> server == NoServer.INSTANCE || server.pid().isPresent());
  }

  /** Gives every cell its time slices, pass by pass. */
  void measure(SliceListener listener) {
    int warmupPasses = suite.protocol().warmupPasses();
    int passes = warmupPasses + suite.protocol().measuredPasses();
    // So that the first measured pass is the first of a pair.
    int skipped = warmupPasses % 2;
    for (int pass = 1; pass <= passes; pass++) {
      if (pass == warmupPasses + 1) {
        running.keySet().forEach(cell -> served.begin(server(cell)));
      }
      for (RunningCell cell :
          SliceOrder.ofPass(slicesOf(live, pass), seed, number, pass + skipped)) {
        listener.onSlice(pass, passes, running.get(cell));
        boolean measured = pass > warmupPasses;
        if (live.contains(cell)
            && !slices.run(cell, server(cell), () -> awaitSlice(cell, measured))) {
          live.remove(cell);
        }
      }
    }
  }

  /** Until all is quiet again and counted, so that the processes are watched without a gap. */
  private boolean awaitSlice(RunningCell cell, boolean measured) {
    boolean done = cell.awaitSlice();
    settle();
    if (measured) {
      served.after(cell, server(cell));
    }
    return done;
  }

  /** Ends all forks. */
  List<ForkRecord> finish() {
    List<ForkRecord> forks = new ArrayList<>(unstarted);
    forks.addAll(all(running.keySet(), this::finish, Executors.newCachedThreadPool()));
    return forks;
  }

  /**
   * Does something with each, on threads that are not needed afterwards, while nothing is measured.
   */
  private static <T, R> List<R> all(
      Collection<T> things, Function<T, R> action, ExecutorService threads) {
    try {
      List<CompletableFuture<R>> results =
          things.stream()
              .map(thing -> CompletableFuture.supplyAsync(() -> action.apply(thing), threads))
              .toList();
      return results.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdown();
    }
  }

  /**
   * Tells what was measured or, of a cell that failed, the fault that its own words only hint at.
   */
  private ForkRecord finish(RunningCell cell) {
    ForkRecord fork = cell.finish();
    Optional<String> fault = slices.fault(cell);
    if (fault.isEmpty() && !fork.ok()) {
      fault =
          server(cell)
              .death()
              .map(how -> "the server '%s' %s".formatted(running.get(cell).server(), how));
    }
    return fault
        .map(
            reason ->
                ForkRecord.of(fork.cell(), fork.round(), fork.position())
                    .took(fork.startedAt(), fork.durationSeconds())
                    .failed(reason))
        .orElseGet(() -> fork.ok() ? fork.but().served(served.of(cell)).ok() : fork);
  }

  private ServerUnderTest server(RunningCell cell) {
    Cell what = running.get(cell);
    return what.kind().needsServer() ? servers.get(served(what)).join() : NoServer.INSTANCE;
  }

  /** Each cell as often as it has time slices in the pass. */
  private List<RunningCell> slicesOf(Set<RunningCell> live, int pass) {
    if (pass <= suite.protocol().warmupPasses()) {
      return List.copyOf(live);
    }
    List<RunningCell> slices = new ArrayList<>();
    for (RunningCell cell : live) {
      slices.addAll(Collections.nCopies(suite.slicesPerPass(running.get(cell)), cell));
    }
    return slices;
  }

  private static void settle() {
    try {
      Thread.sleep(SETTLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two time slices", e);
    }
  }

  @Override
  public void close() {
    slices.close();
    running.keySet().forEach(RunningCell::close);
    List<ServerUnderTest> started =
        servers.values().stream()
            .map(server -> server.exceptionally(failure -> null).join())
            .filter(Objects::nonNull)
            .toList();
    all(
        started,
        server -> {
          server.close();
          return true;
        },
        Executors.newCachedThreadPool());
  }
}
