package org.predictbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the packages to their order: a class may use its own package and those to the right of it.
 *
 * <p>Only {@link #ROOT} and {@link #ORDER} are of this module; the rest would hold any other.
 */
class ArchitectureTest {
  private static final String ROOT = "org.predictbench.bench";

  /** Starts the command line; in the root package, where users expect it. */
  private static final String MAIN = "Main";

  /** From left to right; the root package itself, with the benchmark classes, is the empty name. */
  private static final List<String> ORDER =
      List.of(
          MAIN,
          "cli",
          "check",
          "record",
          "index",
          "tune",
          "load",
          "load.report",
          "load.suite",
          "load.objective",
          "load.record",
          "load.send",
          "load.fault",
          "profile",
          "run",
          "kind",
          "",
          "program",
          "fork",
          "report",
          "jmh",
          "shape",
          "noise",
          "stats",
          "stats.faults",
          "result",
          "servers",
          "cache",
          "floor",
          "plan",
          "requests",
          "bundle",
          "image",
          "process",
          "host",
          "own",
          "files",
          "chart");

  private static final long MAX_FILES = 30;

  private static final Path SOURCES = Path.of("src", "main", "java");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // What JMH makes of the benchmark classes is not for people.
          .withImportOption(location -> !location.contains("jmh_generated"))
          .importPackages(ROOT);

  @Test
  void noArrowRunsUpward() {
    Map<String, String> upward = new TreeMap<>();
    for (JavaClass from : CLASSES) {
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        if (isOurs(to) && position(to) < position(from)) {
          upward.put(room(from) + " -> " + room(to), dependency.getDescription());
        }
      }
    }
    System.out.println("upward arrows between packages of " + ROOT + ": " + upward.size());
    assertThat(upward).isEmpty();
  }

  @Test
  void packagesFormNoCycle() {
    SlicesRuleDefinition.slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void everyPackageHasItsPlaceAndADescription() throws IOException {
    Set<String> rooms = new TreeSet<>();
    CLASSES.forEach(type -> rooms.add(room(type)));

    assertThat(rooms).containsExactlyInAnyOrderElementsOf(ORDER);
    assertThat(files().keySet())
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @Test
  void noPackageIsCrowded() throws IOException {
    assertThat(files())
        .allSatisfy((folder, count) -> assertThat(count).isLessThanOrEqualTo(MAX_FILES));
  }

  private static Map<Path, Long> files() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
    }
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  private static String room(JavaClass type) {
    if (type.getFullName().equals(ROOT + "." + MAIN)) {
      return MAIN;
    }
    return type.getPackageName().equals(ROOT)
        ? ""
        : type.getPackageName().substring(ROOT.length() + 1);
  }

  private static int position(JavaClass type) {
    return ORDER.indexOf(room(type));
  }
}
