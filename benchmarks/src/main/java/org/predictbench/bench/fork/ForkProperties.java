package org.predictbench.bench.fork;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The system properties by which the harness speaks to its forks; read and written here alone. */
public final class ForkProperties {
  /** Name of the user's image in the folder of its features. */
  public static final String IMAGE = "image";

  private static final String FEATURES = "predictbench.fork.features";
  private static final String REPORT = "predictbench.fork.report";
  private static final String TURNS = "predictbench.fork.turns";
  private static final String STAND_IN = "predictbench.fork.standIn";
  private static final String REHEARSAL = "predictbench.fork.rehearsalMillis";

  private ForkProperties() {}

  public static List<String> jvmArguments(Path features, Path report, Path turns) {
    return List.of(
        "-D" + FEATURES + "=" + features, "-D" + REPORT + "=" + report, "-D" + TURNS + "=" + turns);
  }

  static Optional<Path> features() {
    return Optional.ofNullable(System.getProperty(FEATURES)).map(Path::of);
  }

  /** The image as the user gave it, beside its features; empty for the one we ship. */
  static Optional<Path> image() {
    return features().map(file -> file.resolveSibling(IMAGE)).filter(Files::exists);
  }

  public static List<String> coldStartArguments(Path features, Path report) {
    return List.of("-D" + FEATURES + "=" + features, "-D" + REPORT + "=" + report);
  }

  public static List<String> rehearsalArguments(Optional<String> standIn, Duration rehearsal) {
    List<String> arguments = new ArrayList<>();
    arguments.add("-D" + REHEARSAL + "=" + rehearsal.toMillis());
    standIn.ifPresent(servable -> arguments.add("-D" + STAND_IN + "=" + servable));
    return arguments;
  }

  /** The servable that stands in for the model in a rehearsal. */
  static Optional<String> standIn() {
    return Optional.ofNullable(System.getProperty(STAND_IN));
  }

  /** How long to rehearse, or {@code otherwise} if nobody said. */
  static Duration rehearsal(Duration otherwise) {
    return Duration.ofMillis(Long.getLong(REHEARSAL, otherwise.toMillis()));
  }

  /** The socket on which the fork is given its turns. */
  static Optional<Path> turns() {
    return Optional.ofNullable(System.getProperty(TURNS)).map(Path::of);
  }

  static Optional<Path> report() {
    return Optional.ofNullable(System.getProperty(REPORT)).map(Path::of);
  }
}
