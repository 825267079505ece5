package org.predictbench.modelserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.conformance.Models;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionServiceGrpc;
import org.predictbench.serving.full.PredictionServiceGrpc.PredictionServiceBlockingStub;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/**
 * {@code --enable_signature_method_name_check}: what a signature says that it is for, it is for.
 */
class MethodNameCheckTest {
  private static final String DEFAULT = "serving_default";
  private static final String REGRESS = "regress_x_to_y";
  private static final String CLASSIFY = "classify_x_to_y";

  @TempDir Path models;

  @Test
  void withItACallIsRefusedBySignaturesOfAnotherName() throws Exception {
    renameDefaultMethod(model(), "my/method");
    try (Started server = Started.with(models, "--enable_signature_method_name_check")) {
      assertThatThrownBy(() -> server.predict(DEFAULT))
          .hasMessage(
              "INTERNAL: Expected prediction signature method_name to be one of"
                  + " {tensorflow/serving/predict, tensorflow/serving/classify,"
                  + " tensorflow/serving/regress}. Was: my/method");
      assertThatThrownBy(() -> server.classify(REGRESS))
          .hasMessage(
              "INVALID_ARGUMENT: Expected classification signature method_name to be"
                  + " tensorflow/serving/classify. Was: tensorflow/serving/regress");
      assertThatThrownBy(() -> server.regress(CLASSIFY))
          .hasMessage(
              "INVALID_ARGUMENT: Expected regression signature method_name to be"
                  + " tensorflow/serving/regress. Was: tensorflow/serving/classify");
      // Predict serves the other two kinds as well; the request then lacks their input.
      assertThatThrownBy(() -> server.predict(REGRESS)).hasMessageContaining("inputs");
    }
  }

  @Test
  void withoutItTheNameIsNotLookedAt() throws Exception {
    renameDefaultMethod(model(), "my/method");
    try (Started server = Started.with(models)) {
      assertThat(server.predict(DEFAULT).getFloatVal(0)).isEqualTo(3f);
      assertThatThrownBy(() -> server.classify(REGRESS))
          .hasMessageContaining("Expected classification signature outputs to contain");
    }
  }

  private Path model() throws IOException {
    Models.halfPlus(models, 1, 2, DataType.DT_STRING);
    return models.resolve("1/saved_model.pb");
  }

  private static void renameDefaultMethod(Path file, String method) throws IOException {
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    SignatureDef signature = model.getMetaGraphs(0).getSignatureDefOrThrow(DEFAULT);
    model
        .getMetaGraphsBuilder(0)
        .putSignatureDef(DEFAULT, signature.toBuilder().setMethodName(method).build());
    Files.write(file, model.build().toByteArray());
  }

  private record Started(
      ServerProcess process, ManagedChannel channel, PredictionServiceBlockingStub stub)
      implements AutoCloseable {
    static Started with(Path models, String... flags) {
      String[] all = new String[flags.length + 3];
      all[0] = "--port=0";
      all[1] = "--model_name=m";
      all[2] = "--model_base_path=" + models;
      System.arraycopy(flags, 0, all, 3, flags.length);
      ServerProcess process = ServerProcess.start(all);
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", process.ready().port())
              .usePlaintext()
              .build();
      return new Started(process, channel, PredictionServiceGrpc.newBlockingStub(channel));
    }

    TensorProto predict(String signature) {
      TensorProto.Builder x = TensorProto.newBuilder().setDtypeValue(1).addFloatVal(2);
      x.getTensorShapeBuilder().addDimBuilder().setSize(1);
      x.getTensorShapeBuilder().addDimBuilder().setSize(1);
      return stub.predict(
              PredictRequest.newBuilder()
                  .setModelSpec(spec(signature))
                  .putInputs("x", x.build())
                  .build())
          .getOutputsOrThrow("y");
    }

    void classify(String signature) {
      var unused =
          stub.classify(ClassificationRequest.newBuilder().setModelSpec(spec(signature)).build());
    }

    void regress(String signature) {
      var unused =
          stub.regress(RegressionRequest.newBuilder().setModelSpec(spec(signature)).build());
    }

    private static ModelSpec spec(String signature) {
      return ModelSpec.newBuilder().setName("m").setSignatureName(signature).build();
    }

    @Override
    public void close() {
      channel.shutdownNow();
      process.close();
    }
  }
}
