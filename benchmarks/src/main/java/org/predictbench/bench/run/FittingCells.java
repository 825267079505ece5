package org.predictbench.bench.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.kind.RunnableKind;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Signature;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Variant;

/** The cells that this machine, a model and its requests allow. */
final class FittingCells {
  private static final int SHARE_OF_HEAP = 4;

  private FittingCells() {}

  /**
   * The suite without the cells that cannot be.
   *
   * @throws InputException if the baseline or its control is among them
   */
  static Suite of(Suite suite, Map<String, CallPlan> plans, OmittedCells omitted) {
    return omitted.from(
        suite, cell -> refusal(cell, suite.batchSize(), plans.get(suite.modelOf(cell))));
  }

  /**
   * Checks one cell.
   *
   * @throws InputException if it cannot be
   */
  static void require(Cell cell, int batchSize, CallPlan plan) {
    refusal(cell, batchSize, plan)
        .ifPresent(
            why -> {
              throw OmittedCells.refused(cell, why);
            });
  }

  private static Optional<String> refusal(Cell cell, int batchSize, CallPlan plan) {
    Optional<String> lacking =
        RunnableKind.of(cell).unavailable(cell).or(() -> Preparation.unavailable(cell));
    if (lacking.isPresent()) {
      return lacking;
    }
    Optional<String> noJdk = Jvms.unavailable(cell, cell.jvm());
    if (noJdk.isPresent()) {
      return noJdk;
    }
    if (cell.workload().values() > 0 || !cell.kind().sendsRequests()) {
      return Optional.empty();
    }
    int batch = cell.workload().batchOr(batchSize);
    if (batch > 1) {
      Optional<String> fixed = fixedRows(plan);
      if (fixed.isPresent()) {
        return Optional.of(
            "a batch of %d: input '%s' has no rows to repeat".formatted(batch, fixed.get()));
      }
    }
    long bytes = batch * plan.requests().requests().stream().mapToLong(Inputs::byteSize).sum();
    if (bytes > Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP) {
      return Optional.of(
          "a batch of %d makes %d MB of requests, more than a quarter of the heap: java -Xmx"
              .formatted(batch, bytes >> 20));
    }
    return cell.kind().hasVariant() ? unsendable(cell, batch, plan) : Optional.empty();
  }

  /** An input whose first dimension is not open, if there is one. */
  private static Optional<String> fixedRows(CallPlan plan) {
    return plan.model().types().stream()
        .flatMap(types -> types.inputs().entrySet().stream())
        .filter(input -> !hasRows(input.getValue()))
        .map(input -> input.getKey())
        .findFirst();
  }

  private static boolean hasRows(Signature.Spec spec) {
    return spec.shape() == null || (spec.shape().length > 0 && spec.shape()[0] < 0);
  }

  private static Optional<String> unsendable(Cell cell, int batch, CallPlan plan) {
    Variant variant = Variant.parse(cell.axes());
    if (variant.encoding().sendsImages()) {
      return plan.image().isPresent()
          ? Optional.empty()
          : Optional.of("it sends image files, and the requests are none");
    }
    try {
      ModelRef model = plan.model(plan.model().name(), cell.workload().signature());
      WireCodec codec = WireCodec.of(variant.method(), variant.encoding(), variant.protos(), model);
      for (Inputs inputs : plan.requests().requests()) {
        var unused = codec.encode(inputs.repeated(batch), OutputStream.nullOutputStream());
      }
      return Optional.empty();
    } catch (IllegalArgumentException | IOException e) {
      return Optional.of(e.getMessage());
    }
  }
}
