package org.predictbench.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code note.md} of a run directory: what whoever publishes a run has to say of it and no program
 * can know, such as what else ran beside it. One paragraph, written by hand, raw data.
 */
public final class RunNote {
  private static final String NAME = "note.md";

  private RunNote() {}

  /** The paragraph; empty if there is none. */
  public static Optional<String> read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    return Files.isRegularFile(file)
        ? Optional.of(Files.readString(file).strip())
        : Optional.empty();
  }
}
