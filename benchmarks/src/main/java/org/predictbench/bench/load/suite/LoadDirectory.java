package org.predictbench.bench.load.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.files.Redaction;
import org.predictbench.bench.load.record.IntervalLog;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;

/**
 * A load run on disk: suite, one record and one histogram log a trial, the environment. The user's
 * own folders are redacted. A trial without a record was not finished; its log is kept, as far as
 * it got, and no report shows it.
 */
public final class LoadDirectory {
  private static final String SUITE = "suite.yaml";
  private static final String TRIALS = "trials";
  private static final String REPLAY = "replay";
  private static final String REQUESTS = "requests.json";
  private static final String ARRIVALS = "arrivals.txt";
  private static final String COURSE = "course.json";
  private static final String ENVIRONMENT = "environment.json";

  private final ObjectMapper json = Json.mapper();
  private final Redaction redaction = Redaction.ofThisJvm();
  private final Path path;

  private LoadDirectory(Path path) {
    this.path = path;
  }

  public static LoadDirectory create(
      Path results, String name, ObjectNode suite, Clock clock, Supplier<String> ids)
      throws IOException {
    LoadDirectory directory = new LoadDirectory(RunDirectory.reserve(results, name, clock, ids));
    ObjectNode own = suite.deepCopy();
    if (own.has(REPLAY)) {
      // The run holds what it was made of, wherever it is moved to.
      Path arrivals = Path.of(own.get(REPLAY).asText());
      AtomicFiles.write(directory.path.resolve(ARRIVALS), Files.readAllBytes(arrivals));
      own.put(REPLAY, ARRIVALS);
    }
    directory.write(SUITE, LoadSuiteYaml.write((ObjectNode) directory.redaction.apply(own)));
    Files.createDirectory(directory.path.resolve(TRIALS));
    return directory;
  }

  /** Whether a directory holds a load run. */
  public static boolean is(Path path) {
    return Files.isDirectory(path.resolve(TRIALS)) && Files.isRegularFile(path.resolve(SUITE));
  }

  /**
   * Opens an existing run.
   *
   * @throws InputException if there is none
   */
  public static LoadDirectory open(Path path) {
    if (!is(path)) {
      throw new InputException("no load run (it holds no " + SUITE + " and trials): " + path);
    }
    return new LoadDirectory(path);
  }

  public Path path() {
    return path;
  }

  public LoadSuite suite() throws IOException {
    ObjectNode suite =
        LoadSuiteYaml.parse(SUITE, redaction.restore(Files.readString(path.resolve(SUITE))));
    if (suite.has(REPLAY)) {
      suite.put(REPLAY, path.resolve(suite.get(REPLAY).asText()).toString());
    }
    return LoadSuiteYaml.read(SUITE, suite);
  }

  public Path log(String trial) {
    return path.resolve("hdr").resolve(trial + ".hlog");
  }

  public Path samples(String trial) {
    return path.resolve("samples").resolve(trial + ".csv");
  }

  public Path metrics(String trial) {
    return path.resolve("metrics").resolve(trial + ".csv");
  }

  public void write(String file, String text) throws IOException {
    AtomicFiles.write(path.resolve(file), redaction.apply(text));
  }

  public void writeEnvironment(JsonNode environment) throws IOException {
    AtomicFiles.write(path.resolve(ENVIRONMENT), pretty(redaction.apply(environment)));
  }

  public void writeTrial(Trial trial) throws IOException {
    AtomicFiles.write(
        path.resolve(TRIALS).resolve(trial.name() + ".json"), pretty(json.valueToTree(trial)));
  }

  /**
   * What a run must go on with, beside its suite.
   *
   * @param target a running server, or null for those that are started here
   * @param samples whether every sample is written
   * @param metrics where the server tells its metrics; null if it is not asked
   */
  public record Course(String target, long seed, boolean samples, String metrics) {}

  /** Records it. */
  public void writeCourse(Course course) throws IOException {
    write(COURSE, pretty(json.valueToTree(course)));
  }

  /**
   * What the run began with.
   *
   * @throws InputException for a run of an earlier version, which did not record it
   */
  public Course course() throws IOException {
    Path file = path.resolve(COURSE);
    if (!Files.exists(file)) {
      throw new InputException(
          "this run cannot go on: it holds no %s; start a new one".formatted(COURSE));
    }
    return json.readValue(redaction.restore(Files.readString(file)), Course.class);
  }

  /** Where it was measured; empty if nobody knows. */
  public Optional<JsonNode> environment() throws IOException {
    Path file = path.resolve(ENVIRONMENT);
    return Files.exists(file) ? Optional.of(json.readTree(file.toFile())) : Optional.empty();
  }

  /** Records what is sent. */
  public void writeRequests(RunInputs.SentRequests requests) throws IOException {
    write(REQUESTS, pretty(json.valueToTree(requests)));
  }

  /** What was sent; empty for a run of an earlier version. */
  public Optional<RunInputs.SentRequests> requests() throws IOException {
    Path file = path.resolve(REQUESTS);
    return Files.exists(file)
        ? Optional.of(json.readValue(file.toFile(), RunInputs.SentRequests.class))
        : Optional.empty();
  }

  /** All finished trials with their histograms, in the order in which they were made. */
  public List<TrialResult> trials() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(path.resolve(TRIALS))) {
      files = all.filter(file -> file.toString().endsWith(".json")).toList();
    }
    LoadSuite suite = suite();
    List<TrialResult> trials = new ArrayList<>();
    for (Path file : files) {
      Trial trial = json.readValue(file.toFile(), Trial.class);
      trials.add(TrialResult.of(suite, trial, IntervalLog.read(log(trial.name()))));
    }
    trials.sort(Comparator.comparing(result -> result.trial().start()));
    return trials;
  }

  private String pretty(JsonNode node) throws IOException {
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }
}
