package org.predictbench.bench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.files.Redaction;

/**
 * One run on disk.
 *
 * <ul>
 *   <li>A directory is made anew for each run and never reused, except to resume that very run.
 *   <li>The records of a round are there together or not at all, and are never replaced: failures
 *       stay.
 *   <li>The hash of every raw file is kept in {@code raw.sha256}; {@link #records} checks them.
 *   <li>What is written here may be published: the user's own folders are redacted, and what is
 *       made from these files shows no more than they do.
 *   <li>Not for two processes at once.
 * </ul>
 */
public final class RunDirectory {
  private static final int ATTEMPTS = 20;
  static final String SUITE = "suite.yaml";
  static final String INPUTS = "inputs.json";
  static final String REQUESTS = "requests.tfrecord";

  /** The image of runs of earlier versions. */
  static final String FEATURES = "features.f32";

  static final String SEED = "seed.txt";

  private final ObjectMapper json = Json.mapper();
  private final Redaction redaction = Redaction.ofThisJvm();
  private final Path path;
  private boolean sealed;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /** A cell in a round, as far as it has been recorded. */
  public record CellRound(String cell, int round) {}

  /** Six hex digits that make the name of a run unique on its day. */
  public static String newId(Random random) {
    return HexFormat.of().toHexDigits(random.nextInt()).substring(0, 6);
  }

  /**
   * Makes {@code results/<yyyy-mm-dd>_<suite>_<id>} and writes the suite into it.
   *
   * @param ids asked again when a directory of that name exists
   * @throws InputException if the directory cannot be made
   */
  public static RunDirectory create(Path results, Suite suite, Clock clock, Supplier<String> ids) {
    RunDirectory run = new RunDirectory(reserve(results, suite.name(), clock, ids));
    try {
      run.writeRaw(SUITE, run.redaction.apply(SuiteYaml.write(suite)));
    } catch (IOException e) {
      throw unwritable(results, e);
    }
    return run;
  }

  /**
   * Makes the empty directory {@code results/<yyyy-mm-dd>_<suite>_<id>}.
   *
   * @throws InputException if it cannot be made
   */
  public static Path reserve(Path results, String suite, Clock clock, Supplier<String> ids) {
    String prefix = LocalDate.now(clock) + "_" + suite + "_";
    try {
      Files.createDirectories(results);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        try {
          return Files.createDirectory(results.resolve(prefix + ids.get()));
        } catch (FileAlreadyExistsException e) {
          // Another id, then.
        }
      }
    } catch (IOException e) {
      throw unwritable(results, e);
    }
    throw new InputException("cannot make a new run directory in " + results + ": all ids taken");
  }

  /**
   * Makes the folder of run directories, before anything is measured for it.
   *
   * @throws InputException if it cannot be made or written to
   */
  public static void requireWritable(Path results) {
    try {
      Files.createDirectories(results);
    } catch (IOException e) {
      throw unwritable(results, e);
    }
    if (!Files.isWritable(results)) {
      throw unwritable(results, new AccessDeniedException(results.toString()));
    }
  }

  private static InputException unwritable(Path results, IOException e) {
    return new InputException(
        "cannot write results to " + results + ": " + AtomicFiles.reason(e), e);
  }

  /** Opens an existing run. */
  public static RunDirectory open(Path path) {
    if (!Files.isRegularFile(path.resolve(SUITE))) {
      throw new InputException("no run directory (it holds no " + SUITE + "): " + path);
    }
    return new RunDirectory(path);
  }

  public Path path() {
    return path;
  }

  /** The suite as it was run, overrides included; folders in it are redacted. */
  public Suite suite() throws IOException {
    return SuiteYaml.read(SUITE, Files.readString(path.resolve(SUITE)));
  }

  public void writeCommand(String commandLine) throws IOException {
    write("command.txt", commandLine.strip() + "\n");
  }

  public void writeEnvironment(JsonNode environment) throws IOException {
    AtomicFiles.write(path.resolve("environment.json"), pretty(redaction.apply(environment)));
  }

  /** A value as this directory would keep it. */
  public JsonNode redacted(JsonNode value) {
    return redaction.apply(value);
  }

  /** What was recorded of machine, client and servers; an empty object if nothing was. */
  public JsonNode environment() throws IOException {
    Path file = path.resolve("environment.json");
    if (!Files.exists(file)) {
      return json.createObjectNode();
    }
    try {
      return json.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new InputException(file + ": cannot be read: " + firstLine(e), e);
    }
  }

  /** Records what the run measures beside its suite. */
  public void writeInputs(RunInputs inputs) throws IOException {
    writeRaw(INPUTS, pretty(redaction.apply(json.<JsonNode>valueToTree(inputs))));
  }

  /** Writes a file to a path. */
  @FunctionalInterface
  public interface FileWriter {
    void writeTo(Path file) throws IOException;
  }

  /** Keeps the requests themselves. */
  public void writeRequests(FileWriter requests) throws IOException {
    Path file = Files.createTempFile("predictbench-requests-", ".tfrecord");
    try {
      requests.writeTo(file);
      writeRaw(REQUESTS, Files.readAllBytes(file));
    } finally {
      Files.delete(file);
    }
  }

  /** The requests themselves, as a TFRecord file; empty if the run did not keep them. */
  public Optional<Path> requests() {
    return Optional.of(path.resolve(REQUESTS)).filter(Files::isRegularFile);
  }

  /** Empty for a run of an earlier version, which did not record them. */
  public Optional<RunInputs> inputs() throws IOException {
    Path file = path.resolve(INPUTS);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      RunInputs inputs = json.readValue(file.toFile(), RunInputs.class);
      return Optional.of(
          new RunInputs(
              restored(inputs.target()),
              restored(inputs.model()),
              inputs.image(),
              inputs.imageSha256(),
              inputs.calls(),
              inputs.requests(),
              inputs.omitted(),
              inputs.classPath()));
    } catch (JsonProcessingException e) {
      throw new InputException(file + ": cannot be read: " + firstLine(e), e);
    }
  }

  private String restored(String text) {
    return text == null ? null : redaction.restore(text);
  }

  /** In runs of earlier versions: the user's image as it was sent, little-endian floats. */
  public Optional<Path> features() {
    return Optional.of(path.resolve(FEATURES)).filter(Files::isRegularFile);
  }

  public void writeSeed(long seed) throws IOException {
    writeRaw(SEED, seed + "\n");
  }

  /** The seed of the cells' order and of percentiles' bootstrap; 0 if none was written. */
  public long seed() throws IOException {
    Path file = path.resolve(SEED);
    if (!Files.exists(file)) {
      return 0;
    }
    String text = Files.readString(file).strip();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InputException(file + ": no whole number: " + text, e);
    }
  }

  /**
   * From now on no fork is recorded: those that end while a run is being stopped fail for no fault
   * of theirs, and a failure on record would not be measured again on resume. A record that is
   * being written is written to its end first. Safe from any thread.
   */
  public synchronized void seal() {
    sealed = true;
  }

  /**
   * Records all forks of a round, each as {@code rounds/001/<cell>.json}; refuses to replace one.
   *
   * @param conditions under which it was measured, kept beside the forks; empty if nobody looked
   * @throws RunStopped if the run is being stopped
   */
  public synchronized void writeRound(
      int round, List<ForkRecord> forks, Optional<RoundConditions> conditions) throws IOException {
    if (sealed) {
      throw new RunStopped();
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (ForkRecord fork : forks) {
      byte[] content = (redacted(fork) + "\n").getBytes(StandardCharsets.UTF_8);
      files.put(RoundFiles.name(round, fork.cell()), content);
    }
    if (conditions.isPresent()) {
      String line = json.writeValueAsString(conditions.get()) + "\n";
      files.put(RoundFiles.conditionsName(round), line.getBytes(StandardCharsets.UTF_8));
    }
    RoundFolder.write(path, round, files);
  }

  /**
   * Notes that the run came to its end, which of a run with a precision to reach nobody else can
   * tell.
   */
  public synchronized void writeComplete() throws IOException {
    int rounds = forks().stream().mapToInt(ForkRecord::round).max().orElse(0);
    RawHashes.read(path).writeComplete(path, rounds);
  }

  /** Whether {@link #writeComplete} was called, and no round has been added since. */
  public boolean isComplete() throws IOException {
    return RawHashes.read(path).complete();
  }

  /** Whether the run was made by a version that lists the hashes of its raw files. */
  public boolean listsHashes() throws IOException {
    return RawHashes.read(path).own();
  }

  /** All records of forks, and what is wrong with this run's raw files. */
  public Records records() throws IOException {
    return RoundFiles.read(path, RawHashes.read(path));
  }

  /**
   * Keeps the hashes that a page of an earlier version states, before the page is made anew: a file
   * that was changed would else be forgotten.
   */
  public void keepHashes() throws IOException {
    RawHashes hashes = RawHashes.read(path);
    if (!hashes.own() && hashes.known() && !records().problems().isEmpty()) {
      hashes.write(path);
    }
  }

  /** All sound records by round, then by position. */
  public List<ForkRecord> forks() throws IOException {
    return records().forks();
  }

  /** What need not be measured again on resume: every fork recorded, whether OK or FAILED. */
  public Set<CellRound> finished() throws IOException {
    Set<CellRound> finished = new LinkedHashSet<>();
    forks().forEach(fork -> finished.add(new CellRound(fork.cell(), fork.round())));
    return finished;
  }

  private void writeRaw(String name, String text) throws IOException {
    writeRaw(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void writeRaw(String name, byte[] content) throws IOException {
    RawHashes.read(path).with(Map.of(name, content)).write(path);
    AtomicFiles.write(path.resolve(name), content);
  }

  private void write(String name, String text) throws IOException {
    AtomicFiles.write(path.resolve(name), redaction.apply(text));
  }

  // By value, not as text: behind an escape such as \\n, a path would not be seen to begin.
  private String redacted(ForkRecord fork) throws IOException {
    return json.writeValueAsString(redaction.apply(json.<JsonNode>valueToTree(fork)));
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
  }

  private String pretty(JsonNode node) throws IOException {
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }
}
