package org.predictbench.bench.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Redaction;

/** A client program of a user's own, by the command line that starts it. */
final class OwnProgram implements ClientProgram {
  /** The key of a cell's client that holds the command line. */
  static final String COMMAND = "command";

  private static final String OPTION = "options.";

  /** A word, or anything in quotes of one sort, as a shell has it. */
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private static final Redaction REDACTION = Redaction.ofThisJvm();

  private final List<String> words;

  /**
   * Reads a command line.
   *
   * @throws InputException if it is empty, or its program is not there
   */
  OwnProgram(String command) {
    List<String> read = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      read.add(
          matcher.group(1) != null
              ? matcher.group(1)
              : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
    }
    if (read.isEmpty()) {
      throw new InputException("client: command: is empty; expected such as python3 my_client.py");
    }
    // A run directory keeps the user's own folders redacted.
    words = read.stream().map(REDACTION::restore).toList();
    if (!isThere(words.get(0))) {
      throw new InputException(
          "client: command: there is no program '%s' here".formatted(words.get(0)));
    }
  }

  private static boolean isThere(String program) {
    if (program.contains(File.separator)) {
      return Files.isExecutable(Path.of(program));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    return List.of(path.split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Override
  public String id() {
    return String.join(" ", words);
  }

  @Override
  public Map<String, List<String>> choices() {
    return Map.of(SOCKET, List.of("tcp", "unix"));
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public List<String> command(Path scratch) {
    return words;
  }

  /** Its options are its own, and it refuses those that it does not know. */
  @Override
  public Map<String, String> options(Map<String, String> client) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(SOCKET, "tcp");
    client.forEach(
        (key, value) -> {
          if (key.startsWith(OPTION)) {
            options.put(key.substring(OPTION.length()), REDACTION.restore(value));
          } else if (key.equals(SOCKET) && choices().get(SOCKET).contains(value)) {
            options.put(SOCKET, value);
          } else if (!key.equals(COMMAND)) {
            throw new InputException(
                "client: unknown %s: %s; known beside a command: socket (tcp, unix), options"
                    .formatted(key, value));
          }
        });
    return options;
  }
}
