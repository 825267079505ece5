package org.predictbench.bench.profile;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.files.Redaction;
import org.predictbench.bench.host.Environment;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.run.WatchedRound;

/** One {@code profile} from request to page: checks everything first, then records. */
public final class ProfileRun {
  /** Of clients that no suite describes: what is left of the call is then the client's. */
  private static final String MODEL = "fixed-reply";

  private static final Duration SLICE = Duration.ofMillis(500);
  private static final Duration WARMUP = Duration.ofSeconds(2);

  /** Code still being compiled would fill the profile with the compiler. */
  private static final Duration LEAST_STUB_WARMUP = Duration.ofSeconds(8);

  private final ProfileRequest request;
  private final List<NamedCell> named;
  private final WatchedRound round;
  private final Path library;
  private final PrintStream out;

  private ProfileRun(
      ProfileRequest request,
      List<NamedCell> named,
      WatchedRound round,
      Path library,
      PrintStream out) {
    this.request = request;
    this.named = named;
    this.round = round;
    this.library = library;
    this.out = out;
  }

  /**
   * Checks all that can be checked.
   *
   * @throws IllegalArgumentException with one line that says what is wrong and what would be right
   */
  public static ProfileRun of(ProfileRequest request, PrintStream out) throws IOException {
    AttachedProfiler.requireAvailable();
    Path library = AsyncProfilerLibrary.path(Caches.ofUser());
    List<NamedCell> named = named(request);
    WatchedRound round = WatchedRound.of(request.asRun(), suite(request, named), out);
    RunDirectory.requireWritable(request.out());
    return new ProfileRun(request, named, round, library, out);
  }

  /** Made once there is something to keep: a profile that never began leaves no directory. */
  private Path directory() throws IOException {
    Random random = new Random();
    Path directory =
        RunDirectory.reserve(
            request.out(), "profile", Clock.systemUTC(), () -> RunDirectory.newId(random));
    AtomicFiles.write(
        directory.resolve("command.txt"),
        Redaction.ofThisJvm().apply(request.commandLine()) + "\n");
    return directory;
  }

  private static List<NamedCell> named(ProfileRequest request) {
    List<NamedCell> named = new ArrayList<>();
    named.add(NamedCell.parse(request.cell(), request.server(), request.asked().classPath()));
    if (request.versus() != null) {
      named.add(NamedCell.parse(request.versus(), request.server(), request.asked().classPath()));
      if (named.get(0).cell().name().equals(named.get(1).cell().name())) {
        throw new InputException("--vs names the same cell once more: " + request.versus());
      }
    }
    return named;
  }

  private static Suite suite(ProfileRequest request, List<NamedCell> named) {
    List<Suite> described = named.stream().flatMap(cell -> cell.suite().stream()).toList();
    List<String> models =
        named.stream().map(cell -> model(request, cell.suite())).distinct().toList();
    if (models.size() > 1) {
      throw new InputException(
          "the two cells call different models, %s; --model gives both the same"
              .formatted(String.join(" and ", models)));
    }
    Duration stubWarmup =
        Stream.concat(
                Stream.of(LEAST_STUB_WARMUP),
                described.stream().map(suite -> suite.protocol().stubWarmup()))
            .max(Duration::compareTo)
            .orElseThrow();
    String first = named.get(0).cell().name();
    return new Suite(
        "profile",
        "Where does the time of a call go?",
        models.get(0),
        request.asked().batch() != null
            ? request.asked().batch()
            : described.isEmpty() ? 1 : described.get(0).batchSize(),
        // As much with the profiler as without.
        new Protocol(1, stubWarmup, WARMUP, request.recorded().multipliedBy(2), SLICE, 1),
        first,
        first,
        1,
        1,
        named.stream().map(NamedCell::cell).toList());
  }

  private static String model(ProfileRequest request, Optional<Suite> suite) {
    String asked = request.asked().model();
    return asked != null ? asked : suite.map(Suite::model).orElse(MODEL);
  }

  /**
   * Records, then makes the page.
   *
   * @return false if a cell failed
   */
  public boolean execute() throws IOException {
    Suite suite = round.suite();
    Duration each =
        suite.protocol().stubWarmup().plus(WARMUP).plus(request.recorded().multipliedBy(2));
    out.printf(
        "profile: %d cell(s), %s each; about %d s%n",
        suite.cells().size(),
        String.join(", ", request.events().stream().map(ProfileEvent::id).toList()),
        each.multipliedBy(suite.cells().size()).toSeconds() + 20);
    Path directory;
    Path folder = Files.createTempDirectory("predictbench-profile-");
    try {
      Recorder recorder = new Recorder(library, request.events(), folder);
      List<ForkRecord> forks = round.measure(recorder);
      directory = directory();
      AtomicFiles.write(
          directory.resolve("environment.json"),
          Json.mapper()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(
                      Redaction.ofThisJvm().apply(Environment.ofThisMachine(round.serverFacts())))
              + "\n");
      profile(suite, recorder, forks, directory).write(directory);
    } finally {
      delete(folder);
    }
    String page = ProfileReport.rebuild(directory);
    out.printf("%n%s%nrun directory: %s%n", page, directory);
    return !Profile.read(directory).failed();
  }

  private Profile profile(Suite suite, Recorder recorder, List<ForkRecord> forks, Path directory)
      throws IOException {
    List<ProfiledCell> cells = new ArrayList<>();
    for (Cell cell : suite.cells()) {
      ProfiledCell profiled = profiled(cell, recorder, forks);
      if (profiled.failure() == null) {
        keep(profiled, recorder, directory);
      }
      cells.add(profiled);
    }
    return new Profile(
        suite.model(),
        suite.batchSize(),
        request.target(),
        request.events(),
        cells,
        recorder.remarks());
  }

  private ProfiledCell profiled(Cell cell, Recorder recorder, List<ForkRecord> forks) {
    String failure =
        forks.stream()
            .filter(fork -> fork.cell().equals(cell.name()) && !fork.ok())
            .map(ForkRecord::reason)
            .findFirst()
            .orElse(null);
    return new ProfiledCell(
        cell.name(),
        named.stream()
            .filter(name -> name.cell().name().equals(cell.name()))
            .map(NamedCell::asked)
            .findFirst()
            .orElseThrow(),
        cell.kind().id(),
        cell.client(),
        cell.server(),
        cell.callers(),
        recorder.processes(cell.name()),
        recorder.slices(cell.name()),
        failure);
  }

  private void keep(ProfiledCell cell, Recorder recorder, Path directory) throws IOException {
    for (String process : cell.processes()) {
      Path recording = recorder.recording(cell.name(), process);
      AtomicFiles.write(
          directory.resolve("profiles/%s-%s.jfr".formatted(cell.name(), process)),
          Files.readAllBytes(recording));
      for (ProfileEvent event : request.events()) {
        AtomicFiles.write(
            directory.resolve(Profile.stacks(cell, process, event)),
            Stacks.of(recording, event).gzipped());
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
