package org.predictbench.modelserver.servable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.PredictTest;
import org.predictbench.modelserver.TestModels;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.predict.Predictor;
import org.predictbench.modelserver.predict.RunListener;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.tensor.TensorEncoder;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

class SavedModelLoaderTest {
  private static final ConfigProto ONE_THREAD = new Parallelism(1, 1).toConfig();

  @TempDir Path dir;

  @Test
  void restoresVariables() throws IOException {
    exportWithVariable(dir, 0.5f);

    try (Servable servable = new SavedModelLoader(ONE_THREAD, Set.of("serve")).load("m", 1, dir)) {
      PredictRequest request =
          PredictRequest.newBuilder()
              .setModelSpec(ModelSpec.newBuilder().setName("m"))
              .putInputs("x", PredictTest.floats(4))
              .build();
      assertThat(
              new Predictor(TensorEncoder.AS_PROTO_FIELD, new ServingMetrics(), RunListener.NONE)
                  .predict(servable, request)
                  .getOutputsOrThrow("y")
                  .getFloatValList())
          .containsExactly(2f);
    }
  }

  @Test
  void refusesUnknownTags() throws IOException {
    TestModels.halfPlusTwo(dir, "1");

    assertThatThrownBy(
            () -> new SavedModelLoader(ONE_THREAD, Set.of("gpu")).load("m", 1, dir.resolve("1")))
        .isInstanceOf(ServingException.class)
        .hasMessageStartingWith("Could not find meta graph def matching supplied tags: { gpu }.");
  }

  /** y = weight * x, the weight in a variable. */
  private static void exportWithVariable(Path dir, float value) throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      var x = tf.withName("x").placeholder(TFloat32.class);
      var weight = tf.withName("weight").variable(Shape.scalar(), TFloat32.class);
      var y = tf.withName("y").math.mul(weight, x);
      session.run(tf.assign(weight, tf.constant(value)));
      SavedModelBundle.exporter(dir.toString())
          .withSession(session)
          .withSignature(Signature.builder("serving_default").input("x", x).output("y", y).build())
          .export();
    }
  }
}
