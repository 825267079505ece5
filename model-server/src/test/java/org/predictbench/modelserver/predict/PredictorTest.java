package org.predictbench.modelserver.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.predictbench.modelserver.TestModels;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.servable.SavedModelLoader;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.status.Statuses;
import org.predictbench.modelserver.tensor.TensorEncoder;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Predict without a wire: element types, shapes an op refuses, deadlines gone by. */
class PredictorTest {
  @TempDir Path dir;

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void carriesEveryElementType(
      DataType dataType, Class<? extends TType> type, TensorProto values, ByteString content)
      throws IOException {
    Path version =
        TestModels.identity(
            dir, type, org.tensorflow.proto.DataType.forNumber(dataType.getNumber()));
    try (Servable servable = load(version)) {
      assertThat(answer(servable, TensorEncoder.AS_PROTO_FIELD, values)).isEqualTo(values);

      TensorProto packed =
          TensorProto.newBuilder()
              .setDtype(dataType)
              .setTensorShape(values.getTensorShape())
              .setTensorContent(content)
              .build();
      assertThat(answer(servable, TensorEncoder.AS_PROTO_FIELD, packed)).isEqualTo(values);
    }
  }

  /** Two elements each, in the typed field and as tensor_content. */
  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(
            DataType.DT_HALF,
            TFloat16.class,
            pair(DataType.DT_HALF).addHalfVal(0x3c00).addHalfVal(0xc000).build(),
            bytes(0x00, 0x3c, 0x00, 0xc0)),
        Arguments.of(
            DataType.DT_BFLOAT16,
            TBfloat16.class,
            pair(DataType.DT_BFLOAT16).addHalfVal(0x3f80).addHalfVal(0xc000).build(),
            bytes(0x80, 0x3f, 0x00, 0xc0)),
        Arguments.of(
            DataType.DT_BOOL,
            TBool.class,
            pair(DataType.DT_BOOL).addBoolVal(true).addBoolVal(false).build(),
            bytes(1, 0)),
        Arguments.of(
            DataType.DT_STRING,
            TString.class,
            pair(DataType.DT_STRING).addStringVal(bytes(0xff, 0)).addStringVal(bytes('a')).build(),
            bytes(2, 1, 0xff, 0, 'a')));
  }

  @Test
  void passesOnWhatTheOpSaysOfAWrongShape() throws IOException {
    try (Servable servable = load(TestModels.twoColumns(dir))) {
      TensorProto threeColumns =
          TensorProto.newBuilder()
              .setDtype(DataType.DT_FLOAT)
              .setTensorShape(shape(1, 3))
              .addFloatVal(1)
              .build();

      assertThatThrownBy(() -> answer(servable, TensorEncoder.AS_PROTO_FIELD, threeColumns))
          .satisfies(
              failure -> {
                Status status = Statuses.of(failure);
                assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                assertThat(status.getDescription())
                    .isEqualTo(
                        "Matrix size-incompatible: In[0]: [1,3], In[1]: [2,2]\n"
                            + "\t [[{{node y}}]]");
              });
    }
  }

  @Test
  void doesNotRunPastTheDeadline() throws Exception {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (Servable servable = load(TestModels.twoColumns(dir));
        Context.CancellableContext expired =
            Context.current().withDeadline(Deadline.after(-1, TimeUnit.SECONDS), clock)) {
      TensorProto x = pair(DataType.DT_FLOAT).setTensorShape(shape(1, 2)).addFloatVal(1).build();

      assertThatThrownBy(
              () -> expired.call(() -> answer(servable, TensorEncoder.AS_PROTO_FIELD, x)))
          .isInstanceOfSatisfying(
              ServingException.class,
              refusal ->
                  assertThat(refusal.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED))
          .hasMessage("Timed out waiting for notification");
    } finally {
      clock.shutdownNow();
    }
  }

  private static Servable load(Path version) throws IOException {
    return new SavedModelLoader(new Parallelism(1, 1).toConfig(), Set.of("serve"))
        .load("m", 1, version);
  }

  private static TensorProto answer(Servable servable, TensorEncoder encoder, TensorProto x) {
    return new Predictor(encoder, new ServingMetrics(), RunListener.NONE)
        .predict(
            servable,
            PredictRequest.newBuilder()
                .setModelSpec(ModelSpec.newBuilder().setName("m"))
                .putInputs("x", x)
                .build())
        .getOutputsOrThrow("y");
  }

  private static TensorProto.Builder pair(DataType dataType) {
    return TensorProto.newBuilder().setDtype(dataType).setTensorShape(shape(2));
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }

  private static ByteString bytes(int... values) {
    ByteString.Output out = ByteString.newOutput(values.length);
    for (int value : values) {
      out.write(value);
    }
    return out.toByteString();
  }
}
