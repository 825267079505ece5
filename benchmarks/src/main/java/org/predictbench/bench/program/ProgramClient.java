package org.predictbench.bench.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.result.ProgramFacts;

/**
 * A client program that runs, as the harness sees it: each method is one message to it and its
 * answer, checked. {@code docs/reference/process-clients.md} says the same to those who write one.
 *
 * <p>A {@link ProgramException} means that the program has failed; it is then to be closed. {@link
 * #close} may come from any thread and ends every wait; all else is for one thread.
 */
public final class ProgramClient implements AutoCloseable {
  /** The version of the line protocol that is spoken here. */
  static final int PROTOCOL = 1;

  /** For one call of the slowest model, and to load what the program is made of. */
  public static final Duration LIMIT = Duration.ofSeconds(100);

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int QUOTED = 60;
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N} .,_+/()-]{1,300}");

  private final ObjectMapper json = Json.mapper();
  private final ClientProcess process;
  private final ProgramFiles files;
  private final Duration limit;

  private ProgramClient(ClientProcess process, ProgramFiles files, Duration limit) {
    this.process = process;
    this.files = files;
    this.limit = limit;
  }

  /**
   * What the program is to call and how.
   *
   * @param target {@code HOST:PORT} or {@code unix:PATH}
   * @param requests how many there are
   * @param headers gRPC metadata of every call
   * @param options the cell's choices that are the program's alone
   */
  public record Order(
      String target,
      String model,
      String signature,
      int requests,
      Map<String, String> headers,
      Map<String, String> options) {

    /** The same for whoever makes one call. */
    public Order ofFirstRequest() {
      return new Order(target, model, signature, 1, headers, options);
    }
  }

  /**
   * Starts a program.
   *
   * @param limit for each answer, beside the time that it is asked to work
   */
  public static ProgramClient start(List<String> command, ProgramFiles files, Duration limit)
      throws ProgramException {
    try {
      return new ProgramClient(ClientProcess.start(command), files, limit);
    } catch (IOException e) {
      throw new ProgramException("the client program cannot be started: " + e.getMessage(), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** Peak resident memory in bytes, or null where the system does not report it. */
  public Long peakRssBytes() {
    return process.peakRssBytes();
  }

  /** CPU time of all its threads so far, if the system reports it. */
  public Optional<Duration> cpuTime() {
    return process.cpuTime();
  }

  /** Whether it wrote a line that nobody has read yet. */
  boolean hasUnreadLine() {
    return process.hasUnreadLine();
  }

  /** The program's first line: what it is, and which version of the protocol it speaks. */
  public ProgramFacts awaitHello() throws ProgramException {
    JsonNode hello = answer("hello", limit);
    long protocol = number(hello, "protocol");
    if (protocol != PROTOCOL) {
      throw new ProgramException(
          "the client program speaks version %d of the protocol; known: %d"
              .formatted(protocol, PROTOCOL));
    }
    Map<String, String> libraries = new TreeMap<>();
    for (Map.Entry<String, JsonNode> library : hello.path("libraries").properties()) {
      libraries.put(library.getKey(), library.getValue().asText());
    }
    ProgramFacts facts =
        new ProgramFacts(text(hello, "name"), text(hello, "version"), libraries, null);
    // It goes into pages as it is.
    if (!PLAIN.matcher(facts.text()).matches()) {
      throw new ProgramException(
          "the client program calls itself '%s'; wanted: letters, digits and . _ + - / ( ), at most 300"
              .formatted(quoted(facts.text())));
    }
    return facts;
  }

  /** Has it read the requests and make ready to call. */
  public void prepare(Order order) throws ProgramException {
    ObjectNode message = message("prepare");
    message
        .put("target", order.target())
        .put("model", order.model())
        .put("signature", order.signature())
        .put("requests", files.requests().toString())
        .put("count", order.requests())
        .put("protos", files.protos().toString())
        .put("answers", files.answers().toString())
        .put("durations", files.durations().toString())
        .put("deadline_millis", DEADLINE.toMillis());
    message.set("headers", json.valueToTree(order.headers()));
    message.set("options", json.valueToTree(order.options()));
    var unused = ask(message, "ready", limit);
  }

  /** Has it call another servable of the same signature, whose answers nobody looks at. */
  ProgramWarmUp.Piece warmUp(String model, Duration time) throws ProgramException {
    ObjectNode message = message("warm-up").put("millis", time.toMillis()).put("model", model);
    JsonNode warm = ask(message, "warm", limit.plus(time));
    return new ProgramWarmUp.Piece(number(warm, "calls"), warm.path("compiling").asBoolean());
  }

  /** Has it make its first call, of the first request; returns the serialized PredictResponse. */
  public byte[] firstAnswer() throws ProgramException {
    try {
      // A program before this one may have left its own.
      Files.deleteIfExists(files.answer(0));
    } catch (IOException e) {
      throw new ProgramException("an earlier program's answer cannot be deleted", e);
    }
    var unused = ask(message("first"), "answered", limit);
    try {
      return Files.readAllBytes(files.answer(0));
    } catch (IOException e) {
      throw new ProgramException("the client program wrote no file of its first answer", e);
    }
  }

  /** Has it call for so long; returns the calls' durations in nanoseconds. */
  public List<Long> timeSlice(Duration time) throws ProgramException {
    try {
      Files.deleteIfExists(files.durations());
    } catch (IOException e) {
      throw new ProgramException("the last time slice's durations cannot be deleted", e);
    }
    long start = System.nanoTime();
    JsonNode done = ask(message("slice").put("millis", time.toMillis()), "done", limit.plus(time));
    long wall = System.nanoTime() - start;
    long calls = number(done, "calls");
    long differing = number(done, "differing");
    SliceCheck check = new SliceCheck(time, wall);
    check.requireCalls(calls, differing);
    long[] nanos = files.readDurations(calls);
    check.requireDurations(nanos);
    List<Long> durations = new ArrayList<>(nanos.length);
    for (long duration : nanos) {
      durations.add(duration);
    }
    return durations;
  }

  /**
   * Has it end; returns the first answer to each request, serialized, null where it came to none.
   */
  public List<byte[]> end(int requests) throws ProgramException {
    var unused = ask(message("end"), "ended", limit);
    List<byte[]> answers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      try {
        answers.add(Files.exists(files.answer(i)) ? Files.readAllBytes(files.answer(i)) : null);
      } catch (IOException e) {
        throw new ProgramException("an answer of the client program cannot be read", e);
      }
    }
    return answers;
  }

  private ObjectNode message(String action) {
    return json.createObjectNode().put("do", action);
  }

  private JsonNode ask(ObjectNode message, String expected, Duration within)
      throws ProgramException {
    if (hasUnreadLine()) {
      throw new ProgramException(
          "the client program wrote a line that nobody asked for: "
              + quoted(process.read(expected, within)));
    }
    process.write(message.toString());
    return answer(expected, within);
  }

  private JsonNode answer(String expected, Duration within) throws ProgramException {
    String line = process.read(expected, within);
    JsonNode answer = object(line, expected);
    String said = answer.path("say").asText();
    if (said.equals("failed")) {
      throw new ProgramException(text(answer, "reason"));
    }
    if (!said.equals(expected)) {
      throw rubbish(line, expected);
    }
    return answer;
  }

  private JsonNode object(String line, String expected) throws ProgramException {
    try {
      JsonNode answer = json.readTree(line);
      if (answer != null && answer.isObject()) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      // Reported below, with what was expected.
    }
    throw rubbish(line, expected);
  }

  private static ProgramException rubbish(String line, String expected) {
    return new ProgramException(
        "the client program should have said '%s', and wrote: %s"
            .formatted(expected, quoted(line)));
  }

  private static String quoted(String line) {
    String shown = line.replaceAll("\\p{Cntrl}", "?").strip();
    return shown.isEmpty()
        ? "an empty line"
        : shown.length() <= QUOTED ? shown : shown.substring(0, QUOTED) + "...";
  }

  private static long number(JsonNode message, String key) throws ProgramException {
    JsonNode value = message.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new ProgramException(
          "the client program said '%s' without a whole number '%s': %s"
              .formatted(message.path("say").asText(), key, quoted(message.toString())));
    }
    return value.asLong();
  }

  private static String text(JsonNode message, String key) throws ProgramException {
    String value = message.path(key).asText().strip();
    if (value.isEmpty()) {
      throw new ProgramException(
          "the client program said '%s' without a '%s'"
              .formatted(message.path("say").asText(), key));
    }
    return value.lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    process.close();
  }
}
