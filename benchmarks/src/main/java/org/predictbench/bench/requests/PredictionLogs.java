package org.predictbench.bench.requests;

import com.google.protobuf.Int64Value;
import java.util.Map;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictLog;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionLog;
import org.predictbench.serving.full.tensorflow.TensorProto;

/**
 * Requests to TensorFlow Serving's own log records and back, bit for bit and in the same order.
 * Stateless and thread-safe.
 */
public final class PredictionLogs {
  /** Far more than a model has. To add an input takes as long as there are some already. */
  private static final int MOST_INPUTS = 4096;

  private PredictionLogs() {}

  /**
   * The tensors of a request, in arrays of their own.
   *
   * @throws IllegalArgumentException in one line that names the input, if one is no sound tensor
   */
  public static Inputs inputs(PredictRequest request) {
    return inputs(request, new MemoryBound());
  }

  static Inputs inputs(PredictRequest request, MemoryBound bound) {
    if (request.getInputsCount() > MOST_INPUTS) {
      throw new InputException(
          "%d inputs; at most %d are read".formatted(request.getInputsCount(), MOST_INPUTS));
    }
    Inputs inputs = Inputs.none();
    for (Map.Entry<String, TensorProto> input : request.getInputsMap().entrySet()) {
      try {
        inputs = inputs.with(input.getKey(), TensorMessages.tensor(input.getValue(), bound));
      } catch (IllegalArgumentException e) {
        throw new InputException("input '%s': %s".formatted(input.getKey(), e.getMessage()), e);
      }
    }
    return inputs;
  }

  /** The request that a client sends for these inputs. */
  public static PredictRequest request(Inputs inputs, ModelRef model) {
    ModelSpec.Builder spec =
        ModelSpec.newBuilder().setName(model.name()).setSignatureName(model.signature());
    model.version().ifPresent(version -> spec.setVersion(Int64Value.of(version)));
    model.label().ifPresent(spec::setVersionLabel);
    PredictRequest.Builder request =
        PredictRequest.newBuilder().setModelSpec(spec).addAllOutputFilter(model.outputs());
    for (int i = 0; i < inputs.size(); i++) {
      request.putInputs(inputs.alias(i), TensorMessages.message(inputs.tensor(i)));
    }
    return request.build();
  }

  /** The same as a record of a log, without its answer. */
  public static PredictionLog log(Inputs inputs, ModelRef model) {
    return PredictionLog.newBuilder()
        .setPredictLog(PredictLog.newBuilder().setRequest(request(inputs, model)))
        .build();
  }
}
