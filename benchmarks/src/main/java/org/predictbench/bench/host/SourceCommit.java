package org.predictbench.bench.host;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The commit of the checkout that this program was built and is run in, followed by {@code dirty}
 * if something there differs from it. Empty for a jar that was taken elsewhere.
 */
final class SourceCommit {
  private static final String OURS = "benchmarks/src/main/java/org/predictbench/bench";
  private static final int LIMIT_SECONDS = 10;

  private SourceCommit() {}

  static Optional<String> ofThisBuild() {
    try {
      var source = SourceCommit.class.getProtectionDomain().getCodeSource();
      return source == null ? Optional.empty() : of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Of the checkout around a file. */
  static Optional<String> of(Path file) {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".git"))) {
        // Not of whatever other repository the jar was copied into.
        return Files.isDirectory(folder.resolve(OURS)) ? describe(folder) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<String> describe(Path checkout) {
    Optional<String> commit = git(checkout, "rev-parse", "HEAD");
    Optional<String> changes = git(checkout, "status", "--porcelain", "--untracked-files=no");
    return commit.map(hash -> changes.map(String::isEmpty).orElse(true) ? hash : hash + " dirty");
  }

  private static Optional<String> git(Path checkout, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", checkout.toString()));
    command.addAll(List.of(arguments));
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0
          ? Optional.of(output)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
