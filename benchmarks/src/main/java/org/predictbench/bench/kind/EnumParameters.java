package org.predictbench.bench.kind;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Param;

/**
 * The parameters of a benchmark class that are enums, such as client axes. JMH takes the names of
 * the constants; suites, command lines and reports spell them in lower case with hyphens.
 */
public final class EnumParameters {
  private final Map<String, List<String>> constants = new LinkedHashMap<>();

  private EnumParameters() {}

  /** Those of a class, inherited ones too. */
  public static EnumParameters of(Class<?> benchmark) {
    EnumParameters parameters = new EnumParameters();
    for (Field field : benchmark.getFields()) {
      if (field.isAnnotationPresent(Param.class) && field.getType().isEnum()) {
        parameters.constants.put(
            field.getName(),
            Arrays.stream(field.getType().getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .toList());
      }
    }
    return parameters;
  }

  /** Names of the parameters, in the order of their fields. */
  public List<String> names() {
    return List.copyOf(constants.keySet());
  }

  /** The values of a parameter as users spell them. */
  public List<String> values(String parameter) {
    return constants.get(parameter).stream().map(EnumParameters::spelled).toList();
  }

  /**
   * The name of the constant that a user means, spelled either way.
   *
   * @return empty if the parameter is none of these
   * @throws IllegalArgumentException for an unknown value, naming the known ones
   */
  public Optional<String> constant(String parameter, String value) {
    if (!constants.containsKey(parameter)) {
      return Optional.empty();
    }
    return Optional.of(
        constants.get(parameter).stream()
            .filter(name -> name.equals(value) || spelled(name).equals(value))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown %s '%s'; known: %s"
                            .formatted(parameter, value, String.join(", ", values(parameter))))));
  }

  /** The parameters as JMH takes them; those that are no enums stay as they are. */
  public Map<String, String> asConstants(Map<String, String> parameters) {
    Map<String, String> named = new LinkedHashMap<>();
    parameters.forEach((name, value) -> named.put(name, constant(name, value).orElse(value)));
    return named;
  }

  /**
   * Checks that each of these parameters is given a value that it has, and no other.
   *
   * @throws IllegalArgumentException with one line that lists them
   */
  void requireAll(String kind, Map<String, String> given) {
    if (!given.keySet().equals(constants.keySet())) {
      throw new IllegalArgumentException(
          "a cell of kind %s needs client {%s}, not %s"
              .formatted(
                  kind,
                  names().stream()
                      .map(name -> name + ": " + String.join("|", values(name)))
                      .collect(Collectors.joining(", ")),
                  given));
    }
    var unused = asConstants(given);
  }

  private static String spelled(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
