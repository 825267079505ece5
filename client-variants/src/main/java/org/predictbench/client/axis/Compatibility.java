package org.predictbench.client.axis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which values of different axes go together. Each refusal says what would be right. */
final class Compatibility {
  private Compatibility() {}

  /** The first thing in this variant that makes no sense; empty if all of it does. */
  static Optional<String> mismatch(Variant variant) {
    List<String> refusals = new ArrayList<>();
    TensorEncoding encoding = variant.encoding();
    boolean rest = variant.transport() == Transport.REST;
    if (encoding.isJson() != rest) {
      refusals.add(
          rest
              ? "transport 'rest' needs encoding 'json-row' or 'json-columnar', not '%s'"
                  .formatted(encoding.id())
              : "encoding '%s' needs transport 'rest', not '%s'"
                  .formatted(encoding.id(), variant.transport().id()));
    }
    if (encoding.fillsMessages() == (variant.protos() == Protos.NONE)) {
      refusals.add(
          "encoding '%s' needs protos %s, not '%s'"
              .formatted(
                  encoding.id(),
                  encoding.fillsMessages() ? "'full', 'slim' or 'lite'" : "'none'",
                  variant.protos().id()));
    }
    boolean ownSocket = !variant.transport().hasChannels() && !rest;
    if (ownSocket && encoding != TensorEncoding.DIRECT) {
      refusals.add(
          "transport '%s' needs encoding 'direct', not '%s'"
              .formatted(variant.transport().id(), encoding.id()));
    }
    if (ownSocket) {
      only(refusals, variant.transport(), CallStyle.BLOCKING, variant.call());
    }
    if (!variant.transport().hasChannels()) {
      // They keep and pool their connections themselves, and have no stubs.
      only(refusals, variant.transport(), Reuse.SHARED, variant.reuse());
      only(refusals, variant.transport(), CallExecutor.DEFAULT, variant.executor());
    }
    if (!variant.transport().hasChannels() || variant.transport() == Transport.IN_PROCESS) {
      only(refusals, variant.transport(), Compression.IDENTITY, variant.compression());
      only(refusals, variant.transport(), FlowControl.DEFAULT, variant.flowControl());
    }
    return refusals.stream().findFirst();
  }

  private static void only(List<String> refusals, Transport transport, Axis wanted, Axis found) {
    if (wanted != found) {
      refusals.add(
          "transport '%s' needs %s '%s', not '%s'"
              .formatted(transport.id(), Axis.nameOf(wanted), wanted.id(), found.id()));
    }
  }
}
