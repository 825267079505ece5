package org.predictbench.bench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;

/** Reads and checks {@code rounds/}: a folder a round, in it a file a cell. */
final class RoundFiles {
  static final String FOLDER = "rounds";

  /** No record of a fork, whatever its cell is called: those end in {@code .json}. */
  private static final String CONDITIONS = "conditions.jsonl";

  private static final int MOST_NAMED = 3;

  private final Path run;
  private final ObjectMapper json = Json.mapper();
  private final RawHashes hashes;
  private final List<ForkRecord> sound = new ArrayList<>();
  private final List<RoundConditions> conditions = new ArrayList<>();
  private final Set<String> found = new LinkedHashSet<>();
  // By problem, since an accident rarely comes to one file alone.
  private final Map<String, List<String>> problems = new LinkedHashMap<>();

  private RoundFiles(Path run, RawHashes hashes) {
    this.run = run;
    this.hashes = hashes;
  }

  /** The path of a fork's record below the run's folder. */
  static String name(int round, String cell) {
    return "%s/%03d/%s.json".formatted(FOLDER, round, cell);
  }

  /** The path of a round's conditions below the run's folder. */
  static String conditionsName(int round) {
    return "%s/%03d/%s".formatted(FOLDER, round, CONDITIONS);
  }

  /**
   * Reads every record. Records that are damaged, or changed since they were recorded, are left out
   * and named.
   *
   * @throws InputException if a record has the schema of a later version
   */
  static Records read(Path run, RawHashes hashes) throws IOException {
    RoundFiles files = new RoundFiles(run, hashes);
    files.readAll();
    files.checkOthers();
    files.sound.sort(
        Comparator.comparingInt(ForkRecord::round)
            .thenComparingInt(ForkRecord::position)
            .thenComparing(ForkRecord::cell));
    return new Records(files.sound, files.conditions, files.lines());
  }

  private void readAll() throws IOException {
    if (!Files.isDirectory(run.resolve(FOLDER))) {
      return;
    }
    try (Stream<Path> walk = Files.walk(run.resolve(FOLDER))) {
      for (Path file : walk.filter(RoundFiles::isRecord).sorted().toList()) {
        String name = run.relativize(file).toString().replace('\\', '/');
        found.add(name);
        byte[] content = Files.readAllBytes(file);
        Optional<String> problem = hashes.problem(name, content);
        if (problem.isPresent()) {
          problem(name, problem.get());
        } else if (file.endsWith(CONDITIONS)) {
          readConditions(name, content);
        } else {
          read(name, content);
        }
      }
    }
  }

  /** A round that was being written when the run was killed stands in a folder of its own. */
  private static boolean isRecord(Path file) {
    return (file.toString().endsWith(".json") || file.endsWith(CONDITIONS))
        && !file.getParent().toString().endsWith(AtomicFiles.TEMPORARY);
  }

  private void readConditions(String name, byte[] content) throws IOException {
    try {
      RoundConditions read = json.readValue(content, RoundConditions.class);
      if (name.equals(conditionsName(read.round()))) {
        conditions.add(read);
      } else {
        problem(name, "the conditions of another round: %d".formatted(read.round()));
      }
    } catch (JsonProcessingException e) {
      problem(name, "no conditions of a round");
    }
  }

  private void read(String name, byte[] content) throws IOException {
    ForkRecord fork;
    try {
      JsonNode node = json.readTree(content);
      int schema = node.path("schema").asInt();
      if (schema > ForkRecord.SCHEMA) {
        throw new InputException(
            "%s: schema %d, this version reads up to %d"
                .formatted(run.resolve(name), schema, ForkRecord.SCHEMA));
      }
      fork = json.treeToValue(node, ForkRecord.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      if (e instanceof InputException refused) {
        throw refused;
      }
      problem(name, "no fork record");
      return;
    }
    Optional<String> flaw = fork == null ? Optional.of("no fork record") : fork.flaw();
    if (flaw.isPresent()) {
      problem(name, flaw.get());
    } else if (!name.equals(name(fork.round(), fork.cell()))) {
      problem(
          name, "the record of another fork: %s, round %d".formatted(fork.cell(), fork.round()));
    } else if (fork.schema() >= ForkRecord.LISTED_SINCE && !hashes.own()) {
      problem(RawHashes.NAME, "missing, so that nobody knows whether the records are the run's");
      sound.add(fork);
    } else {
      sound.add(fork);
    }
  }

  private void checkOthers() throws IOException {
    for (String name : hashes.names()) {
      Path file = run.resolve(name);
      if (!Files.isRegularFile(file)) {
        // Killed after the hashes were listed and before the round had its name: to be measured.
        if (!Files.isDirectory(RoundFolder.unfinished(file.getParent()))) {
          problem(name, "missing");
        }
      } else if (!found.contains(name)) {
        hashes.problem(name, Files.readAllBytes(file)).ifPresent(why -> problem(name, why));
      }
    }
  }

  private void problem(String name, String problem) {
    List<String> names = problems.computeIfAbsent(problem, unused -> new ArrayList<>());
    if (!names.contains(name)) {
      names.add(name);
    }
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    problems.forEach(
        (problem, names) -> {
          int named = Math.min(names.size(), MOST_NAMED);
          String more = names.size() > named ? " and %d more".formatted(names.size() - named) : "";
          lines.add(String.join(", ", names.subList(0, named)) + more + ": " + problem);
        });
    return lines;
  }
}
