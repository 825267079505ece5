package org.predictbench.client.axis;

import java.util.Optional;

/** Which values of different axes go together. Each refusal says what would be right. */
final class Compatibility {
  private Compatibility() {}

  /** The first thing in this variant that makes no sense; empty if all of it does. */
  static Optional<String> mismatch(Variant variant) {
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
    if (encoding.fillsMessages() != variant.protos().hasMessages()) {
      return Optional.of(
          "encoding '%s' needs protos %s, not '%s'"
              .formatted(
                  encoding.id(),
                  encoding.fillsMessages() ? "'full', 'slim' or 'lite'" : "'none'",
                  variant.protos().id()));
    }
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
