package org.predictbench.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** One value of one client choice. Each axis is an enum, its naive value first. */
public sealed interface Axis permits Reuse, Transport, Encoding, Protos, Call {

  /** The value's name on command lines and in files, such as {@code stub-per-call}. */
  default String id() {
    return ((Enum<?>) this).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What this value does, in one line. */
  String description();

  /** Why this value cannot be used on this machine; empty if it can. */
  default Optional<String> unavailable() {
    return Optional.empty();
  }

  /**
   * The axis value of that name.
   *
   * @throws IllegalArgumentException naming the known values
   */
  static <E extends Enum<E> & Axis> E parse(Class<E> axis, String id) {
    return Arrays.stream(axis.getEnumConstants())
        .filter(value -> value.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown %s '%s'; known: %s".formatted(name(axis), id, known(axis))));
  }

  /** The axis's own name, such as {@code encoding}. */
  static String name(Class<? extends Axis> axis) {
    return axis.getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E> & Axis> String known(Class<E> axis) {
    return Arrays.stream(axis.getEnumConstants()).map(Axis::id).collect(Collectors.joining(", "));
  }
}
