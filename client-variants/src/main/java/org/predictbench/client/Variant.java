package org.predictbench.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One value per axis: everything that makes a client what it is. */
public record Variant(
    Reuse reuse, Transport transport, Encoding encoding, Protos protos, Call call) {

  /** The first value everywhere: what a first attempt looks like. */
  public static Variant naive() {
    return new Variant(
        Reuse.CHANNEL_PER_CALL,
        Transport.NETTY_NIO,
        Encoding.FLOAT_VAL_BOXED,
        Protos.FULL,
        Call.BLOCKING);
  }

  /** The leanest client for a server reached by TCP. */
  public static Variant best() {
    return new Variant(
        Reuse.SHARED,
        Transport.NETTY_EPOLL.unavailable().isPresent()
            ? Transport.NETTY_NIO
            : Transport.NETTY_EPOLL,
        Encoding.TENSOR_CONTENT_WRAP,
        Protos.SLIM,
        Call.BLOCKING);
  }

  /**
   * Reads axis names to values; an axis left out keeps its naive value.
   *
   * @throws IllegalArgumentException for an unknown axis or value, naming the known ones
   */
  public static Variant parse(Map<String, String> axes) {
    Map<String, String> all = naive().axes();
    for (String axis : axes.keySet()) {
      if (!all.containsKey(axis)) {
        throw new IllegalArgumentException(
            "unknown client axis '%s'; known: %s".formatted(axis, String.join(", ", all.keySet())));
      }
    }
    all.putAll(axes);
    return new Variant(
        Axis.parse(Reuse.class, all.get("reuse")),
        Axis.parse(Transport.class, all.get("transport")),
        Axis.parse(Encoding.class, all.get("encoding")),
        Axis.parse(Protos.class, all.get("protos")),
        Axis.parse(Call.class, all.get("call")));
  }

  /** Axis name to the value's name, in the order of the axes. */
  public Map<String, String> axes() {
    Map<String, String> axes = new LinkedHashMap<>();
    values().forEach(value -> axes.put(Axis.name(declaringAxis(value)), value.id()));
    return axes;
  }

  /** The same variant over another transport. */
  public Variant over(Transport other) {
    return new Variant(reuse, other, encoding, protos, call);
  }

  /** Why this variant cannot run here; empty if it can. */
  public Optional<String> unavailable() {
    return values().map(Axis::unavailable).flatMap(Optional::stream).findFirst();
  }

  /** The values joined, such as {@code shared/netty-uds/tensor-content-wrap/slim/blocking}. */
  @Override
  public String toString() {
    return String.join("/", values().map(Axis::id).toList());
  }

  private Stream<Axis> values() {
    return Stream.of(reuse, transport, encoding, protos, call);
  }

  // Constants with bodies are of a subclass of their enum.
  private static Class<? extends Axis> declaringAxis(Axis value) {
    return ((Enum<?>) value).getDeclaringClass().asSubclass(Axis.class);
  }
}
