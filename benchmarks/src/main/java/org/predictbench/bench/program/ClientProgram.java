package org.predictbench.bench.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;

/** A client program, to be started as a process of its own: one that comes with us, or a user's. */
public interface ClientProgram {
  /** The key of a cell's client that names the program. */
  String KEY = "program";

  /** The key that says how the server is reached. */
  String SOCKET = "socket";

  /** As suites name it. */
  String id();

  /**
   * Each choice that it has, and its values; the first is taken where a cell does not choose. Those
   * that come with us have these at least.
   */
  default Map<String, List<String>> choices() {
    Map<String, List<String>> choices = new LinkedHashMap<>();
    choices.put("encoding", List.of("tensor-content", "float-val"));
    choices.put("reuse", List.of("shared", "channel-per-call"));
    choices.put(SOCKET, List.of("tcp", "unix"));
    return choices;
  }

  /**
   * Why it cannot run on this machine, with what to install, in one line; empty if it can. One that
   * is to be built is built for that.
   */
  Optional<String> unavailable();

  /**
   * The command line that starts it.
   *
   * @param scratch folder of the run, to unpack what it needs
   */
  List<String> command(Path scratch) throws IOException;

  /** All that come with us. */
  static List<ClientProgram> all() {
    return List.of(PythonProgram.ofUser(), new CppProgram(), new NodeProgram(), new JavaProgram());
  }

  /**
   * The program that a cell's client names.
   *
   * @throws InputException in one line that lists the known ones
   */
  static ClientProgram of(Map<String, String> client) {
    String command = client.get(OwnProgram.COMMAND);
    if (command != null) {
      return new OwnProgram(command);
    }
    String id = client.get(KEY);
    return all().stream()
        .filter(program -> program.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    (id == null
                            ? "client: neither program nor command"
                            : "client: unknown program '" + id + "'")
                        + all().stream()
                            .map(ClientProgram::id)
                            .collect(Collectors.joining(", ", "; known: ", ""))));
  }

  /**
   * A cell's choices, with those that it leaves open.
   *
   * @throws InputException for an unknown key or value, in one line that lists the known ones
   */
  default Map<String, String> options(Map<String, String> client) {
    client.forEach(
        (key, value) -> {
          if (key.equals(KEY)) {
            return;
          }
          if (!choices().containsKey(key)) {
            throw new InputException(
                "client: unknown key '%s' of program %s; known: %s"
                    .formatted(key, id(), String.join(", ", choices().keySet())));
          }
          if (!choices().get(key).contains(value)) {
            throw new InputException(
                "client: unknown %s '%s' of program %s; known: %s"
                    .formatted(key, value, id(), String.join(", ", choices().get(key))));
          }
        });
    Map<String, String> options = new LinkedHashMap<>();
    choices().forEach((key, values) -> options.put(key, client.getOrDefault(key, values.get(0))));
    return options;
  }
}
