package org.predictbench.server.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.predictbench.server.config.Jvm;

/**
 * A JDK on this machine.
 *
 * @param home its folder
 * @param version as its {@code release} file has it, such as {@code 25.0.1}
 */
public record Jdk(Path home, String version) {
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]+)\"");
  private static final List<Path> USUAL = List.of(Path.of("/usr/lib/jvm"), Path.of("/opt/java"));

  /** The one we run on. */
  public static Jdk ours() {
    return new Jdk(Path.of(System.getProperty("java.home")), System.getProperty("java.version"));
  }

  /**
   * The one that runs a JVM.
   *
   * @throws IllegalArgumentException if there is none, with what {@link #unavailable} says
   */
  public static Jdk of(Jvm jvm) {
    return find(jvm)
        .orElseThrow(() -> new IllegalArgumentException(unavailable(jvm).orElseThrow()));
  }

  /** Why there is none for a JVM, with what to do, in one line; empty if there is one. */
  public static Optional<String> unavailable(Jvm jvm) {
    if (find(jvm).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        isVersion(jvm)
            ? "no JDK %1$s here: install one below /usr/lib/jvm, or set JAVA_HOME_%1$s to its folder"
                .formatted(jvm.home())
            : "no JDK in %s: it holds no bin/java".formatted(jvm.home()));
  }

  private static boolean isVersion(Jvm jvm) {
    return jvm.home().matches("\\d{1,3}");
  }

  private static Optional<Jdk> find(Jvm jvm) {
    if (jvm.home().isEmpty()) {
      return Optional.of(ours());
    }
    return isVersion(jvm)
        ? Stream.concat(named(jvm.home(), System.getenv()), installed())
            .filter(jdk -> jdk.feature() == Integer.parseInt(jvm.home()))
            .findFirst()
        : in(Path.of(jvm.home()));
  }

  /** As CI's machines and shells name them: JAVA_HOME_25, JAVA_HOME_25_X64, JDK25_HOME. */
  private static Stream<Jdk> named(String version, Map<String, String> environment) {
    Predicate<String> names =
        Pattern.compile("JAVA_HOME_%1$s(_\\w+)?|JDK_?%1$s_HOME|JAVA_?%1$s_HOME".formatted(version))
            .asMatchPredicate();
    return environment.entrySet().stream()
        .filter(variable -> names.test(variable.getKey()) && !variable.getValue().isBlank())
        .flatMap(variable -> in(Path.of(variable.getValue())).stream());
  }

  private static Stream<Jdk> installed() {
    List<Path> folders = new ArrayList<>(USUAL);
    folders.add(Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"));
    folders.add(Path.of(System.getProperty("user.home"), ".jdks"));
    return Stream.concat(
        Stream.of(ours()),
        folders.stream().flatMap(Jdk::below).flatMap(folder -> in(folder).stream()));
  }

  private static Stream<Path> below(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static Optional<Jdk> in(Path home) {
    if (!Files.isExecutable(home.resolve("bin").resolve("java"))) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Optional.of(new Jdk(home, version.group(1))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Its {@code java}. */
  public Path executable() {
    return home.resolve("bin").resolve("java");
  }

  /** The number by which a release is called; of {@code 1.8.0_402}, 8. */
  public int feature() {
    Matcher number = Pattern.compile("^(?:1\\.)?(\\d+)").matcher(version);
    return number.find() ? Integer.parseInt(number.group(1)) : 0;
  }
}
