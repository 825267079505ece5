package org.predictbench.server.yaml;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How files and command lines spell the constants of enums: {@code EIGEN_SSE41} is {@code
 * eigen-sse41}.
 */
public final class EnumNames {
  private EnumNames() {}

  /** The constant's name in lower case, with hyphens. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant that is spelled so, if there is one. */
  public static <E extends Enum<E>> Optional<E> find(E[] constants, String name) {
    return Arrays.stream(constants).filter(constant -> of(constant).equals(name)).findFirst();
  }

  /** All names with commas between, for messages. */
  public static String list(Enum<?>[] constants) {
    return Arrays.stream(constants).map(EnumNames::of).collect(Collectors.joining(", "));
  }
}
