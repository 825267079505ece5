package org.predictbench.bench.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The numbers that a run's tables hold, without the words around them. */
final class Figures {
  /** Columns of {@code summary.csv} that are prose. */
  private static final Set<String> WORDS = Set.of("step", "load", "slo");

  private Figures() {}

  /** What is to be found again whenever the tables are made anew: place to figure. */
  static Map<String, String> of(Path run) throws IOException {
    Path summary = run.resolve("summary.csv");
    return Files.exists(summary)
        ? ofCsv(Files.readAllLines(summary))
        : ofPage(Files.readAllLines(run.resolve("README.md")));
  }

  private static Map<String, String> ofCsv(List<String> lines) {
    Map<String, String> figures = new TreeMap<>();
    List<String> header = fields(lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = fields(line);
      for (int i = 1; i < fields.size(); i++) {
        if (!WORDS.contains(header.get(i))) {
          figures.put(fields.get(0) + ", " + header.get(i), fields.get(i));
        }
      }
    }
    return figures;
  }

  /** A profile has tables in its page alone; hashes of files are no figures. */
  private static Map<String, String> ofPage(List<String> lines) {
    Map<String, String> figures = new TreeMap<>();
    int row = 0;
    for (String line : lines) {
      if (line.equals("## Files")) {
        break;
      }
      if (line.startsWith("| ") && !line.startsWith("| ---")) {
        row++;
        List<String> cells = Arrays.asList(line.split(" \\| ", -1));
        for (int i = 1; i < cells.size(); i++) {
          if (cells.get(i).matches("[-+]?\\d.*")) {
            figures.put("row %d, %d".formatted(row, i), cells.get(i));
          }
        }
      }
    }
    return figures;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
