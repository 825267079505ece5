package org.predictbench.modelserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A child of a model's base path whose name is a version number. */
record VersionDirectory(long version, Path path) {
  /** The highest version below {@code basePath}; leading zeros do not count. */
  static Optional<VersionDirectory> latest(Path basePath) throws IOException {
    if (!Files.isDirectory(basePath)) {
      return Optional.empty();
    }
    try (Stream<Path> children = Files.list(basePath)) {
      return children
          .filter(Files::isDirectory)
          .sorted()
          .flatMap(child -> parse(child).stream())
          .max(Comparator.comparingLong(VersionDirectory::version));
    }
  }

  private static Optional<VersionDirectory> parse(Path child) {
    try {
      return Optional.of(
          new VersionDirectory(Long.parseLong(child.getFileName().toString()), child));
    } catch (NumberFormatException notAVersion) {
      return Optional.empty();
    }
  }
}
