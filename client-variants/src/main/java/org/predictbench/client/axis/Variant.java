package org.predictbench.client.axis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.predictbench.client.Target;

/** One value per axis: everything that makes a client what it is. */
public record Variant(
    Reuse reuse,
    Transport transport,
    TensorEncoding encoding,
    Protos protos,
    CallStyle call,
    CallExecutor executor,
    Compression compression,
    FlowControl flowControl) {

  /** The first value everywhere: what a first attempt looks like. */
  public static Variant naive() {
    return new Variant(
        Reuse.CHANNEL_PER_CALL,
        Transport.NETTY_NIO,
        TensorEncoding.FLOAT_VAL_BOXED,
        Protos.FULL,
        CallStyle.BLOCKING,
        CallExecutor.DEFAULT,
        Compression.IDENTITY,
        FlowControl.DEFAULT);
  }

  /** The leanest client that serves any number of callers over one connection, by TCP. */
  public static Variant best() {
    return naive()
        .with(Reuse.SHARED)
        .with(
            Transport.NETTY_EPOLL.unavailable().isPresent()
                ? Transport.NETTY_NIO
                : Transport.NETTY_EPOLL)
        .with(TensorEncoding.DIRECT)
        .with(Protos.NONE);
  }

  /** The same for this target. */
  public static Variant best(Target target) {
    return target instanceof Target.Unix
        ? best().with(Transport.NETTY_UDS)
        : target instanceof Target.InProcess ? best().with(Transport.IN_PROCESS) : best();
  }

  /**
   * The leanest client of all, for callers that wait: each has a connection to itself. Without TLS,
   * which only gRPC's own channels speak.
   */
  public static Variant leanest(Target target) {
    return target instanceof Target.InProcess || target instanceof Target.Tls
        ? best(target)
        : best().over(Transport.SOCKET.towards(target));
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
        parse(Reuse.class, all),
        parse(Transport.class, all),
        parse(TensorEncoding.class, all),
        parse(Protos.class, all),
        parse(CallStyle.class, all),
        parse(CallExecutor.class, all),
        parse(Compression.class, all),
        parse(FlowControl.class, all));
  }

  private static <E extends Enum<E> & Axis> E parse(Class<E> axis, Map<String, String> axes) {
    return Axis.parse(axis, axes.get(Axis.name(axis)));
  }

  /** Axis name to the value's name, in the order of the axes. */
  public Map<String, String> axes() {
    Map<String, String> axes = new LinkedHashMap<>();
    values().forEach(value -> axes.put(Axis.nameOf(value), value.id()));
    return axes;
  }

  /** The same variant with one axis set to another value. */
  public Variant with(Axis value) {
    Map<String, String> axes = axes();
    axes.put(Axis.nameOf(value), value.id());
    return parse(axes);
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
    return values()
        .flatMap(value -> value.unavailable().map(why -> notHere(value, why)).stream())
        .findFirst()
        .or(() -> Compatibility.mismatch(this));
  }

  private static String notHere(Axis value, String why) {
    return "%s '%s' is not available here: %s".formatted(Axis.nameOf(value), value.id(), why);
  }

  /** The values joined, such as {@code shared/netty-uds/direct/none/blocking/...}. */
  @Override
  public String toString() {
    return String.join("/", values().map(Axis::id).toList());
  }

  private Stream<Axis> values() {
    return Stream.of(reuse, transport, encoding, protos, call, executor, compression, flowControl);
  }
}
