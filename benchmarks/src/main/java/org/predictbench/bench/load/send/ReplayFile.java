package org.predictbench.bench.load.send;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.predictbench.bench.files.FailureText;

/**
 * Arrivals of the past as a text file: one time a line, in seconds with any number of decimals,
 * ascending. The first is the beginning, whatever clock it was read from; empty lines and lines
 * that begin with {@code #} are passed over.
 */
public final class ReplayFile {
  private ReplayFile() {}

  /**
   * Reads all of it.
   *
   * @throws IllegalArgumentException in one line with file, line number and what is wrong
   */
  public static Arrivals.Replay read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read arrivals " + file + ": " + FailureText.of(e), e);
    }
    LongStream.Builder offsets = LongStream.builder();
    long first = 0;
    long before = 0;
    boolean begun = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      long at = nanos(file, i + 1, line);
      first = begun ? first : at;
      if (begun && at < before) {
        throw error(file, i + 1, line + " s is earlier than the arrival before it");
      }
      begun = true;
      before = at;
      offsets.add(at - first);
    }
    try {
      return new Arrivals.Replay(offsets.build().toArray());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static long nanos(Path file, int line, String text) {
    try {
      return new BigDecimal(text).movePointRight(9).longValue();
    } catch (NumberFormatException e) {
      throw error(file, line, "'" + text + "' is no time in seconds");
    }
  }

  private static IllegalArgumentException error(Path file, int line, String problem) {
    return new IllegalArgumentException("%s line %d: %s".formatted(file, line, problem));
  }
}
