package org.predictbench.client.axis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** One value of one client choice. Each axis is an enum, its naive value first. */
public sealed interface Axis
    permits Reuse,
        Transport,
        TensorEncoding,
        Protos,
        Method,
        CallStyle,
        CallExecutor,
        Compression,
        FlowControl {

  /** Every axis, in the order in which variants spell themselves. */
  static List<Class<? extends Axis>> all() {
    return List.of(
        Reuse.class,
        Transport.class,
        TensorEncoding.class,
        Protos.class,
        Method.class,
        CallStyle.class,
        CallExecutor.class,
        Compression.class,
        FlowControl.class);
  }

  /** The value's name on command lines and in files, such as {@code stub-per-call}. */
  default String id() {
    return ((Enum<?>) this).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of this value's axis, such as {@code encoding} or {@code flow_control}. */
  default String axis() {
    // Constants with bodies are of a subclass of their enum.
    return ((Enum<?>) this)
        .getDeclaringClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
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
    return axis.cast(parse(Arrays.asList(axis.getEnumConstants()), id));
  }

  /** The value of that name among an axis's values. */
  static Axis parse(List<? extends Axis> known, String id) {
    return known.stream()
        .filter(value -> value.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown %s '%s'; known: %s"
                        .formatted(
                            known.get(0).axis(),
                            id,
                            known.stream().map(Axis::id).collect(Collectors.joining(", ")))));
  }

  /** The axis's own name, such as {@code encoding} or {@code flow_control}. */
  static String name(Class<? extends Axis> axis) {
    return axis.getEnumConstants()[0].axis();
  }

  /** The name of the axis that a value belongs to. */
  static String nameOf(Axis value) {
    return value.axis();
  }
}
