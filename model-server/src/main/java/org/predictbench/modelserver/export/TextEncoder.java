package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.predictbench.serving.full.PredictRequest;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A small BERT with seeded weights: requests of a few hundred bytes whose second dimension differs
 * from call to call, and replies that are larger than the requests.
 */
final class TextEncoder {
  private static final List<String> INPUTS = List.of("input_ids", "input_mask", "token_type_ids");
  private static final long[] WARM_UP_LENGTHS = {8, 32, 128};

  private TextEncoder() {}

  static void writeTo(Path version) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      try (FrozenWeights weights = new FrozenWeights(tf)) {
        TextEncoderGraph net = new TextEncoderGraph(tf, weights);
        Operand<TFloat32> sequence =
            net.sequence(
                input(tf, INPUTS.get(0)), input(tf, INPUTS.get(1)), input(tf, INPUTS.get(2)));
        tf.withName("sequence_output").identity(sequence);
        tf.withName("pooled_output").identity(net.pooled(sequence));
        SavedModelWriter.write(version, graph, signatures());
      }
    }
    WarmUpRequests.write(version, warmUp());
  }

  private static Operand<TInt64> input(Ops tf, String name) {
    return tf.withName(name).placeholder(TInt64.class, Placeholder.shape(Shape.of(-1, -1)));
  }

  private static Map<String, SignatureDef> signatures() {
    SignatureDef.Builder signature = Signatures.predict();
    INPUTS.forEach(
        name ->
            signature.putInputs(name, Signatures.tensor(name + ":0", DataType.DT_INT64, -1, -1)));
    return Map.of(
        Signatures.DEFAULT,
        signature
            .putOutputs(
                "pooled_output",
                Signatures.tensor("pooled_output:0", DataType.DT_FLOAT, -1, TextEncoderGraph.WIDTH))
            .putOutputs(
                "sequence_output",
                Signatures.tensor(
                    "sequence_output:0", DataType.DT_FLOAT, -1, -1, TextEncoderGraph.WIDTH))
            .build());
  }

  private static List<PredictRequest> warmUp() {
    List<PredictRequest> requests = new ArrayList<>();
    for (long length : WARM_UP_LENGTHS) {
      PredictRequest.Builder request = WarmUpRequests.of(Signatures.DEFAULT);
      INPUTS.forEach(name -> request.putInputs(name, WarmUpRequests.ints(1, 1, length)));
      requests.add(request.build());
    }
    return requests;
  }
}
