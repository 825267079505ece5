package org.predictbench.bench.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.files.Redaction;
import org.predictbench.bench.stats.Verdict;

/**
 * What was profiled and how, as {@code profile.json} keeps it.
 *
 * @param model what the server served; {@code target} tells whose server it was, null for ours
 * @param cells one, or two to be compared, the first with the second
 * @param remarks what the profiler had to say
 */
record Profile(
    int schema,
    String model,
    int batchSize,
    String target,
    List<ProfileEvent> events,
    List<ProfiledCell> cells,
    List<String> remarks) {
  private static final int SCHEMA = 1;
  private static final String FILE = "profile.json";

  Profile {
    events = List.copyOf(events);
    cells = List.copyOf(cells);
    remarks = List.copyOf(remarks);
  }

  Profile(
      String model,
      int batchSize,
      String target,
      List<ProfileEvent> events,
      List<ProfiledCell> cells,
      List<String> remarks) {
    this(SCHEMA, model, batchSize, target, events, cells, remarks);
  }

  static boolean isIn(Path directory) {
    return Files.isRegularFile(directory.resolve(FILE));
  }

  void write(Path directory) throws IOException {
    ObjectMapper json = Json.mapper();
    AtomicFiles.write(
        directory.resolve(FILE),
        json.writerWithDefaultPrettyPrinter()
                .writeValueAsString(Redaction.ofThisJvm().apply(json.valueToTree(this)))
            + "\n");
  }

  static Profile read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      Profile profile = Json.mapper().readValue(file.toFile(), Profile.class);
      if (profile.schema() != SCHEMA) {
        throw new InputException(
            "%s: schema %d, this version reads %d".formatted(file, profile.schema(), SCHEMA));
      }
      return profile;
    } catch (JsonProcessingException e) {
      throw new InputException(file + ": no profile: " + e.getOriginalMessage(), e);
    }
  }

  boolean failed() {
    return cells.stream().anyMatch(cell -> cell.failure() != null);
  }

  /** Valid if every cell has a profile. */
  Verdict verdict() {
    return Verdict.of(
        cells.stream()
            .filter(cell -> cell.failure() != null)
            .map(cell -> cell.asked() + " FAILED: " + cell.failure())
            .toList());
  }

  /** Name of the file with a process's collapsed stacks. */
  static String stacks(ProfiledCell cell, String process, ProfileEvent event) {
    return "profiles/%s-%s-%s.collapsed.gz".formatted(cell.name(), process, event.id());
  }

  static String flameGraph(ProfiledCell cell, String process, ProfileEvent event) {
    return "profiles/%s-%s-%s.html".formatted(cell.name(), process, event.id());
  }

  static String difference(String process, ProfileEvent event) {
    return "profiles/difference-%s-%s.html".formatted(process, event.id());
  }
}
