package org.predictbench.client.axis;

import java.util.Optional;

/** Which values of different axes go together. Each refusal says what would be right. */
final class Compatibility {
  private Compatibility() {}

  /** The first thing in this variant that makes no sense; empty if all of it does. */
  static Optional<String> mismatch(Variant variant) {
    return encoding(variant)
        .or(() -> method(variant))
        .or(() -> protos(variant))
        .or(() -> reuse(variant))
        .or(() -> needed(variant));
  }

  private static Optional<String> encoding(Variant variant) {
    TensorEncoding encoding = variant.encoding();
    Transport transport = variant.transport();
    if (encoding.isJson() != transport.isRest()) {
      return Optional.of(
          transport.isRest()
              ? "transport '%s' needs encoding 'json-row' or 'json-columnar', not '%s'"
                  .formatted(transport.id(), encoding.id())
              : "encoding '%s' needs transport 'rest', not '%s'"
                  .formatted(encoding.id(), transport.id()));
    }
    return transport.carriesBytesOnly() && !encoding.writesBytes()
        ? Optional.of(
            "transport '%s' needs encoding 'direct' or 'example-direct', not '%s'"
                .formatted(transport.id(), encoding.id()))
        : Optional.empty();
  }

  private static Optional<String> method(Variant variant) {
    Method method = variant.method();
    if (!method.takesExamplesOnly() || variant.encoding().isExamples()) {
      return Optional.empty();
    }
    return Optional.of(
        variant.transport().isRest()
            ? "method '%s' needs a gRPC transport, not 'rest', which makes calls of Predict alone"
                .formatted(method.id())
            : "method '%s' needs encoding 'example-proto' or 'example-direct', not '%s'"
                .formatted(method.id(), variant.encoding().id()));
  }

  private static Optional<String> protos(Variant variant) {
    TensorEncoding encoding = variant.encoding();
    Protos protos = variant.protos();
    boolean goTogether =
        needsFull(encoding)
            ? protos == Protos.FULL
            : encoding.fillsMessages() == protos.hasMessages();
    return goTogether
        ? Optional.empty()
        : Optional.of(
            "encoding '%s' needs protos %s, not '%s'"
                .formatted(encoding.id(), protosOf(encoding), protos.id()));
  }

  /** No other generated classes have tf.Example. */
  private static boolean needsFull(TensorEncoding encoding) {
    return encoding.isExamples() && encoding.fillsMessages();
  }

  private static String protosOf(TensorEncoding encoding) {
    if (!encoding.fillsMessages()) {
      return "'none'";
    }
    return needsFull(encoding) ? "'full'" : "'full', 'slim' or 'lite'";
  }

  private static Optional<String> reuse(Variant variant) {
    return variant.transport().sharesConnections() && !variant.reuse().keepsStub()
        ? Optional.of(
            "transport '%s' needs reuse 'shared' or a pool, not '%s'"
                .formatted(variant.transport().id(), variant.reuse().id()))
        : Optional.empty();
  }

  private static Optional<String> needed(Variant variant) {
    Transport transport = variant.transport();
    return transport.needed().stream()
        .filter(needed -> !variant.has(needed))
        .findFirst()
        .map(
            needed ->
                "transport '%s' needs %s '%s', not '%s'"
                    .formatted(
                        transport.id(),
                        needed.axis(),
                        needed.id(),
                        variant.axes().get(needed.axis())));
  }
}
