package org.predictbench.bench.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.Sha256;

/**
 * The SHA-256 of a run's raw files, kept beside them as {@code raw.sha256}, so that a file that was
 * changed, added or taken away later is noticed. {@code sha256sum --check} reads it, too.
 *
 * <p>It guards against accidents and careless edits. Whoever rewrites this file as well is not
 * noticed: there is no secret in it.
 */
final class RawHashes {
  static final String NAME = "raw.sha256";

  private static final String PAGE = "README.md";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");
  private static final Pattern COMPLETE = Pattern.compile("# complete: \\d+ rounds?");

  /** A row of the page's table of files, in which runs of schema 1 keep their hashes. */
  private static final Pattern ROW =
      Pattern.compile("\\| \\[[^]]+\\]\\(([^)]+)\\) *\\| `([0-9a-f]{64})` *\\|");

  private final Map<String, String> hashes;
  private final boolean own;
  private final boolean complete;

  private RawHashes(Map<String, String> hashes, boolean own, boolean complete) {
    this.hashes = hashes;
    this.own = own;
    this.complete = complete;
  }

  /**
   * Reads what is known: {@code raw.sha256}; without it, as in runs of schema 1, the table on the
   * run's page; without that, nothing.
   */
  static RawHashes read(Path run) throws IOException {
    Map<String, String> hashes = new LinkedHashMap<>();
    Path file = run.resolve(NAME);
    boolean own = Files.isRegularFile(file);
    boolean complete = false;
    Path source = own ? file : run.resolve(PAGE);
    if (Files.isRegularFile(source)) {
      for (String line :
          new String(Files.readAllBytes(source), StandardCharsets.UTF_8).lines().toList()) {
        Matcher hash = own ? LINE.matcher(line) : ROW.matcher(line.strip());
        if (hash.matches()) {
          hashes.put(hash.group(own ? 2 : 1), hash.group(own ? 1 : 2));
        }
        complete |= own && COMPLETE.matcher(line).matches();
      }
    }
    hashes.keySet().removeIf(name -> !isRaw(name));
    return new RawHashes(hashes, own, complete);
  }

  /** Whether a file of a run is raw data; all others are made from those that are. */
  private static boolean isRaw(String name) {
    return name.startsWith(RoundFiles.FOLDER + "/")
        || name.equals(RunDirectory.SUITE)
        || name.equals(RunDirectory.SEED)
        || name.equals(RunDirectory.INPUTS)
        || name.equals(RunDirectory.REQUESTS)
        || name.equals(RunDirectory.FEATURES);
  }

  /** Whether the run keeps a {@code raw.sha256} of its own, as all do from schema 2 on. */
  boolean own() {
    return own;
  }

  /** Whether any file's hash is known. */
  boolean known() {
    return own || !hashes.isEmpty();
  }

  /** Whether the run came to its end, rather than being stopped. */
  boolean complete() {
    return complete;
  }

  /** The names of all files whose hash is known, as paths below the run's folder. */
  Iterable<String> names() {
    return hashes.keySet();
  }

  /**
   * What is wrong with a file's content; empty if it is as it was recorded, or nothing is known.
   */
  Optional<String> problem(String name, byte[] content) {
    if (!known()) {
      return Optional.empty();
    }
    String recorded = hashes.get(name);
    if (recorded == null) {
      return Optional.of("not recorded by this run");
    }
    return recorded.equals(Sha256.of(content))
        ? Optional.empty()
        : Optional.of("changed since it was recorded");
  }

  /** The same with these files' hashes added, or put in place of older ones. */
  RawHashes with(Map<String, byte[]> files) {
    Map<String, String> more = new LinkedHashMap<>(hashes);
    files.forEach((name, content) -> more.put(name, Sha256.of(content)));
    return new RawHashes(more, true, false);
  }

  /** Writes {@code raw.sha256}. */
  void write(Path run) throws IOException {
    AtomicFiles.write(run.resolve(NAME), lines());
  }

  /** Writes {@code raw.sha256} with the remark that the run came to its end. */
  void writeComplete(Path run, int rounds) throws IOException {
    AtomicFiles.write(
        run.resolve(NAME),
        lines() + "# complete: " + rounds + (rounds == 1 ? " round" : " rounds") + "\n");
  }

  private String lines() {
    StringBuilder lines = new StringBuilder();
    hashes.forEach((name, hash) -> lines.append(hash).append("  ").append(name).append('\n'));
    return lines.toString();
  }
}
