package org.predictbench.modelserver.versions;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A child of a model's base path whose name is a version number. */
public record VersionDirectory(long version, Path path) {
  private static final System.Logger LOG = System.getLogger(VersionDirectory.class.getName());

  private static final String BLANKS = "[ \\t\\n\\x0b\\f\\r]*";

  private static final Pattern VERSION = Pattern.compile(BLANKS + "([+-]?[0-9]+)" + BLANKS);

  /** Returns all that lie below {@code basePath}, by version; leading zeros do not count. */
  static NavigableMap<Long, VersionDirectory> below(Path basePath) throws IOException {
    List<Path> children;
    try (Stream<Path> listing = Files.list(basePath)) {
      children = listing.sorted().toList();
    }
    NavigableMap<Long, VersionDirectory> found = new TreeMap<>();
    for (Path child : children) {
      // Other files may lie there; the server ignores them.
      OptionalLong parsed = version(child.getFileName().toString());
      if (parsed.isPresent()) {
        long version = parsed.getAsLong();
        VersionDirectory before = found.put(version, new VersionDirectory(version, child));
        if (before != null) {
          LOG.log(
              Level.WARNING,
              ("Duplicate version directories detected. Version %d will be loaded from %s, %s will be"
                      + " ignored.")
                  .formatted(version, child.getFileName(), before.path().getFileName()));
        }
      }
    }
    return found;
  }

  /** Reads a name as C++'s {@code safe_strto64} does: blanks around it, ASCII digits alone. */
  private static OptionalLong version(String name) {
    Matcher matcher = VERSION.matcher(name);
    try {
      return matcher.matches()
          ? OptionalLong.of(Long.parseLong(matcher.group(1)))
          : OptionalLong.empty();
    } catch (NumberFormatException beyondLong) {
      return OptionalLong.empty();
    }
  }
}
