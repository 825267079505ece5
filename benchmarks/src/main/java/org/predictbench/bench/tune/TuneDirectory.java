package org.predictbench.bench.tune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.files.Redaction;
import org.predictbench.bench.load.objective.Slo;
import org.predictbench.bench.result.RunDirectory;
import org.predictbench.bench.result.RunInputs;
import org.predictbench.bench.result.YamlFields;
import org.predictbench.server.config.ServerConfigWriter;

/**
 * A tuning run on disk: what was asked, the space, and every measurement as a line, appended as it
 * was made. All else is made from these.
 */
public final class TuneDirectory {
  static final String DEPLOY = "deploy";

  private static final String TUNE = "tune.yaml";
  private static final String SPACE = "space.yaml";
  private static final String MEASUREMENTS = "measurements.jsonl";
  private static final String REQUESTS = "requests.json";
  private static final String ENVIRONMENT = "environment.json";
  private static final String COMMAND = "command.txt";

  private final ObjectMapper json = Json.mapper();
  private final Redaction redaction = Redaction.ofThisJvm();
  private final Path path;

  private TuneDirectory(Path path) {
    this.path = path;
  }

  static TuneDirectory create(
      Path results,
      TuneRequest request,
      String space,
      String command,
      Clock clock,
      Supplier<String> ids)
      throws IOException {
    Path model = Path.of(request.model()).getFileName();
    String name = "tune-" + (model == null ? "model" : model.toString());
    TuneDirectory directory =
        new TuneDirectory(
            RunDirectory.reserve(results, name.replaceAll("[^A-Za-z0-9.-]", "-"), clock, ids));
    directory.write(SPACE, space);
    directory.write(COMMAND, command + "\n");
    directory.write(TUNE, YamlFields.write(directory.redaction.apply(tree(request, clock))));
    return directory;
  }

  private static ObjectNode tree(TuneRequest request, Clock clock) {
    ObjectNode tree = Json.mapper().createObjectNode();
    tree.put("for", request.goal().best().name().toLowerCase(Locale.ROOT));
    tree.put("within", request.goal().within().toString());
    request.goal().rate().ifPresent(rate -> tree.put("rate", rate));
    tree.put("budget", request.budget().toSeconds() + "s");
    tree.put("seed", Long.toString(request.seed()));
    tree.put("model", request.model());
    if (request.target() != null) {
      tree.put("target", request.target());
    }
    tree.put("batch", request.batch());
    tree.put("options", request.options());
    tree.put("server_given", request.isServerGiven());
    tree.put("processors", request.circumstances().processors());
    tree.put("rows", request.circumstances().rows());
    tree.put("started", clock.instant().toString());
    return tree;
  }

  /** Whether a directory holds a tuning run. */
  public static boolean is(Path path) {
    return Files.isRegularFile(path.resolve(TUNE)) && Files.isRegularFile(path.resolve(SPACE));
  }

  /**
   * Opens a run.
   *
   * @throws InputException if there is none
   */
  public static TuneDirectory open(Path path) {
    if (!is(path)) {
      throw new InputException(
          "no tuning run (it holds no %s and %s): %s".formatted(TUNE, SPACE, path));
    }
    return new TuneDirectory(path);
  }

  public Path path() {
    return path;
  }

  /** What was asked. */
  public TuneRequest request() throws IOException {
    YamlFields top = top();
    return new TuneRequest(
        new Goal(
            top.choice("for", Goal.For.values(), Goal.For.RATE),
            Slo.parse(top.text("within")),
            top.has("rate") ? Optional.of(top.decimal("rate")) : Optional.empty()),
        top.duration("budget"),
        Long.parseLong(top.text("seed")),
        top.text("model"),
        top.textOr("target", null),
        top.positive("batch"),
        top.text("options"),
        new Space.Circumstances(
            top.positive("processors"),
            top.positive("rows"),
            top.text("server_given").equals("true")));
  }

  private YamlFields top() throws IOException {
    String text = redaction.restore(Files.readString(path.resolve(TUNE)));
    return new YamlFields(TUNE, YamlFields.parse(TUNE, text));
  }

  /** When it began. */
  Instant started() throws IOException {
    return Instant.parse(top().text("started"));
  }

  /** The space, as the machine that it was measured on had it. */
  public Space space() throws IOException {
    return Space.read(SPACE, Files.readString(path.resolve(SPACE)), request().circumstances());
  }

  /** All measurements in their order; a line that was not finished is passed over. */
  public List<Measurement> measurements() throws IOException {
    Path file = path.resolve(MEASUREMENTS);
    List<Measurement> measurements = new ArrayList<>();
    if (!Files.exists(file)) {
      return measurements;
    }
    String text = Files.readString(file);
    int whole = text.lastIndexOf('\n') + 1;
    for (String line : text.substring(0, whole).lines().toList()) {
      measurements.add(json.readValue(line, Measurement.class));
    }
    return measurements;
  }

  /** Adds one, on its way to the disk when this returns. */
  void add(Measurement measurement) throws IOException {
    Files.writeString(
        path.resolve(MEASUREMENTS),
        json.writeValueAsString(measurement) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }

  /** Drops a line that a run left half written, so that the next one has its own. */
  void repair() throws IOException {
    Path file = path.resolve(MEASUREMENTS);
    if (Files.exists(file)) {
      String text = Files.readString(file);
      AtomicFiles.write(file, text.substring(0, text.lastIndexOf('\n') + 1));
    }
  }

  /** The file of a setting's server, written when it is first asked for. */
  Path server(Setting setting) throws IOException {
    Path file = path.resolve("servers").resolve(setting.server() + ".yaml");
    if (!Files.exists(file)) {
      AtomicFiles.write(file, ServerConfigWriter.write(setting.config()));
    }
    return file;
  }

  void writeRequests(RunInputs.SentRequests requests) throws IOException {
    write(REQUESTS, pretty(json.valueToTree(requests)));
  }

  void writeEnvironment(JsonNode environment) throws IOException {
    write(ENVIRONMENT, pretty(environment));
  }

  /** The machine; empty if it is not known. */
  Optional<JsonNode> environment() throws IOException {
    Path file = path.resolve(ENVIRONMENT);
    return Files.exists(file) ? Optional.of(json.readTree(file.toFile())) : Optional.empty();
  }

  /** What was sent; empty if the run ended before it was known. */
  Optional<RunInputs.SentRequests> sent() throws IOException {
    Path file = path.resolve(REQUESTS);
    return Files.exists(file)
        ? Optional.of(json.readValue(file.toFile(), RunInputs.SentRequests.class))
        : Optional.empty();
  }

  String command() throws IOException {
    return Files.readString(path.resolve(COMMAND)).strip();
  }

  void write(String file, String text) throws IOException {
    AtomicFiles.write(path.resolve(file), redaction.apply(text));
  }

  private String pretty(JsonNode node) throws IOException {
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }
}
