package org.predictbench.bench.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The system properties by which the harness speaks to its forks; read and written here alone. */
final class ForkProperties {
  private static final String FEATURES = "predictbench.fork.features";
  private static final String REPORT = "predictbench.fork.report";
  private static final String TURNS = "predictbench.fork.turns";

  private ForkProperties() {}

  static List<String> jvmArguments(Path features, Path report, Path turns) {
    return List.of(
        "-D" + FEATURES + "=" + features, "-D" + REPORT + "=" + report, "-D" + TURNS + "=" + turns);
  }

  static Optional<Path> features() {
    return Optional.ofNullable(System.getProperty(FEATURES)).map(Path::of);
  }

  /** The socket on which the fork is given its turns. */
  static Optional<Path> turns() {
    return Optional.ofNullable(System.getProperty(TURNS)).map(Path::of);
  }

  static Optional<Path> report() {
    return Optional.ofNullable(System.getProperty(REPORT)).map(Path::of);
  }
}
