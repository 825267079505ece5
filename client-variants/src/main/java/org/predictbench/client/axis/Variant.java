package org.predictbench.client.axis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One value per axis: everything that makes a client what it is. Immutable. Start from a preset and
 * change what differs: {@code Variant.grpc().with(Compression.GZIP)}.
 */
public final class Variant {
  // One value an axis, in the order of Axis.all().
  private final Map<String, Axis> values;

  private Variant(Map<String, Axis> values) {
    this.values = values;
  }

  /** The first value of every axis: what a first attempt looks like. */
  public static Variant naive() {
    Map<String, Axis> values = new LinkedHashMap<>();
    Axis.all().forEach(axis -> values.put(Axis.name(axis), axis.getEnumConstants()[0]));
    return new Variant(values);
  }

  /**
   * The preset of that name, {@code naive}, {@code best}, {@code leanest} or {@code grpc}, for
   * targets of that kind; empty if none has it. What is naive goes by TCP, whatever the target.
   */
  public static Optional<Variant> preset(String name, TargetKind target) {
    return switch (name) {
      case "naive" -> Optional.of(naive());
      case "best" -> Optional.of(best(target));
      case "leanest" -> Optional.of(leanest(target));
      case "grpc" -> Optional.of(grpc(target));
      default -> Optional.empty();
    };
  }

  /** The leanest client that serves any number of callers over one connection, by TCP. */
  public static Variant best() {
    return naive()
        .with(Reuse.SHARED)
        .with(Transport.MULTIPLEXED)
        .with(TensorEncoding.DIRECT)
        .with(Protos.NONE);
  }

  /** The same for targets of that kind. */
  public static Variant best(TargetKind target) {
    return target == TargetKind.IN_PROCESS
        ? grpc(target)
        : best().with(Transport.MULTIPLEXED.towards(target));
  }

  /** The leanest client of all, for callers that wait: each has a connection to itself. */
  public static Variant leanest(TargetKind target) {
    return target == TargetKind.IN_PROCESS
        ? grpc(target)
        : best().with(Transport.SOCKET.towards(target));
  }

  /**
   * The leanest client over a channel of gRPC Java, by TCP: for all that is set on a channel or by
   * it, such as compression, flow control and the parts of a call.
   */
  public static Variant grpc() {
    return best()
        .with(
            Transport.NETTY_EPOLL.unavailable().isPresent()
                ? Transport.NETTY_NIO
                : Transport.NETTY_EPOLL);
  }

  /** The same for targets of that kind. */
  public static Variant grpc(TargetKind target) {
    return switch (target) {
      case UNIX -> grpc().with(Transport.NETTY_UDS);
      case IN_PROCESS -> grpc().with(Transport.IN_PROCESS);
      case TCP, TLS -> grpc();
    };
  }

  /**
   * Reads axis names to values; an axis left out keeps its naive value.
   *
   * @throws IllegalArgumentException for an unknown axis or value, naming the known ones
   */
  public static Variant parse(Map<String, String> axes) {
    Variant variant = naive();
    for (Map.Entry<String, String> each : axes.entrySet()) {
      Optional<Class<? extends Axis>> axis =
          Axis.all().stream().filter(a -> Axis.name(a).equals(each.getKey())).findFirst();
      if (axis.isEmpty()) {
        throw new IllegalArgumentException(
            "unknown client axis '%s'; known: %s"
                .formatted(each.getKey(), String.join(", ", variant.values.keySet())));
      }
      variant = variant.with(Axis.parse(List.of(axis.get().getEnumConstants()), each.getValue()));
    }
    return variant;
  }

  public Reuse reuse() {
    return value(Reuse.class);
  }

  public Transport transport() {
    return value(Transport.class);
  }

  public TensorEncoding encoding() {
    return value(TensorEncoding.class);
  }

  public Protos protos() {
    return value(Protos.class);
  }

  public Method method() {
    return value(Method.class);
  }

  public CallStyle call() {
    return value(CallStyle.class);
  }

  public CallExecutor executor() {
    return value(CallExecutor.class);
  }

  public Compression compression() {
    return value(Compression.class);
  }

  public FlowControl flowControl() {
    return value(FlowControl.class);
  }

  private <A extends Axis> A value(Class<A> axis) {
    return axis.cast(values.get(Axis.name(axis)));
  }

  /** Whether this value is the one that the variant has of its axis. */
  public boolean has(Axis value) {
    return values.containsValue(value);
  }

  /** Axis name to the value's name, in the order of the axes. */
  public Map<String, String> axes() {
    Map<String, String> axes = new LinkedHashMap<>();
    values.forEach((axis, value) -> axes.put(axis, value.id()));
    return axes;
  }

  /** The same variant with one axis set to another value. */
  public Variant with(Axis value) {
    Map<String, Axis> changed = new LinkedHashMap<>(values);
    changed.put(value.axis(), value);
    return new Variant(changed);
  }

  /** The same variant over another transport. */
  public Variant over(Transport other) {
    return with(other);
  }

  /**
   * Why this variant cannot run here: a value is not available on this machine, or two values do
   * not go together. Empty if it can.
   */
  public Optional<String> unavailable() {
    return values.values().stream()
        .flatMap(value -> value.unavailable().map(why -> notHere(value, why)).stream())
        .findFirst()
        .or(() -> Compatibility.mismatch(this));
  }

  private static String notHere(Axis value, String why) {
    return "%s '%s' is not available here: %s".formatted(value.axis(), value.id(), why);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Variant variant && values.equals(variant.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The values joined, such as {@code shared/netty-uds/direct/none/predict/...}. */
  @Override
  public String toString() {
    return values.values().stream().map(Axis::id).collect(Collectors.joining("/"));
  }
}
