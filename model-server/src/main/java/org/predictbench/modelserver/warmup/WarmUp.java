package org.predictbench.modelserver.warmup;

import java.lang.System.Logger.Level;
import java.util.Optional;
import org.predictbench.modelserver.predict.Predictor;
import org.predictbench.modelserver.request.ReceivedPredict;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;
import org.tensorflow.proto.TensorInfo;

/**
 * Runs the default signature on zeros before the version serves, so that a harness that measures
 * the steady state does not pay for graph optimisation and kernel creation. TensorFlow Serving does
 * not do this, and a model with state is changed by it.
 */
final class WarmUp {
  private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());

  private static final int RUNS = 3;

  private WarmUp() {}

  /** Runs the signature; a model that rejects zeros is no failure. */
  static void run(Servable servable, Predictor predictor) {
    try {
      Optional<PredictRequest> request = request(servable);
      for (int i = 0; i < RUNS && request.isPresent(); i++) {
        predictor.predict(servable, ReceivedPredict.ofModel(request.get()));
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Generic warm-up did not run: " + e.getMessage());
    }
  }

  private static Optional<PredictRequest> request(Servable servable) {
    ServableSignature signature = servable.signatures().get(ServableSignature.DEFAULT_KEY);
    if (signature == null
        || signature.inputs().values().stream()
            .anyMatch(i -> i.getTensorShape().getUnknownRank())) {
      return Optional.empty();
    }
    PredictRequest.Builder request =
        PredictRequest.newBuilder().setModelSpec(ModelSpec.newBuilder().setName(servable.name()));
    signature.inputs().forEach((alias, input) -> request.putInputs(alias, zeros(input)));
    return Optional.of(request.build());
  }

  /** Returns zeros of the signature's shape, with 1 for each open dimension. */
  private static TensorProto zeros(TensorInfo input) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (var dim : input.getTensorShape().getDimList()) {
      shape.addDim(
          TensorShapeProto.Dim.newBuilder().setSize(dim.getSize() < 0 ? 1 : dim.getSize()));
    }
    return TensorProto.newBuilder()
        .setDtype(DataType.forNumber(input.getDtypeValue()))
        .setTensorShape(shape)
        .build();
  }
}
