package org.predictbench.bench.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The system properties by which the harness speaks to its forks; read and written here alone. */
final class ForkProperties {
  private static final String FEATURES = "predictbench.fork.features";
  private static final String REPORT = "predictbench.fork.report";

  private ForkProperties() {}

  static List<String> jvmArguments(Path features, Path report) {
    return List.of("-D" + FEATURES + "=" + features, "-D" + REPORT + "=" + report);
  }

  static Optional<Path> features() {
    return Optional.ofNullable(System.getProperty(FEATURES)).map(Path::of);
  }

  static Optional<Path> report() {
    return Optional.ofNullable(System.getProperty(REPORT)).map(Path::of);
  }
}
