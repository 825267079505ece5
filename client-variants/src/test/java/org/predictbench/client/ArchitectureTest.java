package org.predictbench.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the library and the way its arrows run. */
class ArchitectureTest {
  private static final String ROOT = "org.predictbench.client";

  /** A package may use what stands before it. */
  private static final List<Set<String>> LEVELS =
      List.of(
          Set.of("axis"),
          Set.of("client"),
          Set.of("wire"),
          Set.of("example"),
          Set.of("grpc", "http2", "rest"),
          Set.of("open"));

  /** The one that hands out clients, whose values and interfaces everybody implements. */
  private static final Set<String> ALLOWED_UPWARD = Set.of("client -> open");

  private static final int MOST_FILES = 30;

  private static final Path SOURCES = Path.of("src", "main", "java");

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void noArrowRunsUpward() {
    Set<String> upward = new TreeSet<>();
    for (JavaClass from : LIBRARY) {
      from.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(to -> to.getPackageName().startsWith(ROOT))
          .filter(to -> !to.getPackageName().equals(from.getPackageName()))
          .filter(to -> level(to) >= level(from))
          .forEach(to -> upward.add(room(from) + " -> " + room(to)));
    }
    assertThat(upward).isEqualTo(ALLOWED_UPWARD);
  }

  @Test
  void onlyTheFactoriesLookUp() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .and()
        .doNotBelongToAnyOf(PredictClients.class, ModelServices.class, WireCodec.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".open")
        .check(LIBRARY);
  }

  /** What users see: no type of protobuf, and none of the packages that may change. */
  @Test
  void theApiNamesOnlyItself() {
    Set<String> foreign = new TreeSet<>();
    for (JavaClass type : LIBRARY) {
      if (!Set.of("client", "axis").contains(room(type)) || !isPublic(type)) {
        continue;
      }
      Stream<JavaType> signatures =
          Stream.concat(
              type.getCodeUnits().stream()
                  .filter(member -> isVisible(member.getModifiers()))
                  .flatMap(
                      member ->
                          Stream.concat(
                              Stream.of(member.getReturnType()),
                              member.getParameterTypes().stream())),
              type.getFields().stream()
                  .filter(field -> isVisible(field.getModifiers()))
                  .map(field -> field.getType()));
      signatures
          .flatMap(signature -> signature.getAllInvolvedRawTypes().stream())
          .map(JavaClass::getBaseComponentType)
          .filter(used -> !isOfTheApi(used))
          .forEach(used -> foreign.add(type.getSimpleName() + ": " + used.getName()));
    }
    assertThat(foreign).isEmpty();
  }

  private static boolean isOfTheApi(JavaClass type) {
    String in = type.getPackageName();
    return in.equals(ROOT)
        || in.equals(ROOT + ".axis")
        || type.isPrimitive()
        || in.startsWith("java.")
        || type.getName().equals("io.grpc.Status$Code");
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  @Test
  void packagesAreSmallAndSayWhatTheyAreFor() throws IOException {
    Set<String> packages =
        LIBRARY.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    for (String each : packages) {
      try (Stream<Path> files = Files.list(SOURCES.resolve(each.replace('.', '/')))) {
        List<String> names =
            files
                .map(file -> file.getFileName().toString())
                .filter(n -> n.endsWith(".java"))
                .toList();
        assertThat(names)
            .as(each)
            .contains("package-info.java")
            .hasSizeLessThanOrEqualTo(MOST_FILES);
      }
    }
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1);
  }

  private static int level(JavaClass type) {
    for (int i = 0; i < LEVELS.size(); i++) {
      if (LEVELS.get(i).contains(room(type))) {
        return i;
      }
    }
    throw new AssertionError("no level is given for the package of " + type.getName());
  }
}
