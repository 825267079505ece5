package org.predictbench.modelserver.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.FakeServable;
import org.predictbench.modelserver.TestModels;
import org.predictbench.modelserver.servable.SavedModelLoader;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.session.TensorRunner;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** A model that can have no stub model is served all the same. */
class StubModelTest {
  private static final ConfigProto CONFIG = new Parallelism(1, 1).toConfig();

  @TempDir Path dir;

  @Test
  void aSignatureThatTellsNoTypeMakesNone() throws IOException {
    assertThat(hasStubModel(DataType.DT_FLOAT)).isTrue();
    assertThat(hasStubModel(DataType.DT_INVALID)).isFalse();
  }

  @Test
  void anySignatureOfTensorsWithZerosHasAStub() {
    ServableSignature passing = signature("passing", "x:0", "x:0", DataType.DT_FLOAT);
    ServableSignature second = signature("second", "x:0", "unique:1", DataType.DT_STRING);
    ServableSignature none = signature("none", "x:0", "table:0", DataType.DT_RESOURCE);
    Servable model =
        new Servable(
            "m", 1, Map.of("passing", passing, "second", second, "none", none), new FakeServable());
    try (Servable stub = StubModel.of(model, CONFIG).orElseThrow()) {
      assertThat(stub.signatures()).containsOnlyKeys("passing", "second");
      answers(stub, "passing", y -> assertThat(y.shape()).isEqualTo(Shape.of(1, 3)));
      answers(stub, "second", y -> assertThat(((TString) y).getObject(0, 0)).isEmpty());
      assertThat(stub.signature("second").definition()).isSameAs(second.definition());
    }
  }

  private static void answers(Servable stub, String key, Consumer<Tensor> y) {
    ServableSignature signature = stub.signature(key);
    try (TFloat32 x = TFloat32.scalarOf(1);
        TensorRunner.Outputs outputs =
            stub.runner()
                .run(
                    Map.of(signature.inputs().get("x").getName(), x),
                    signature.names(signature.outputAliases()),
                    TensorRunner.NO_TIMEOUT)) {
      y.accept(outputs.get(0));
    }
  }

  private static ServableSignature signature(
      String key, String input, String output, DataType outputType) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dim.newBuilder().setSize(-1))
            .addDim(TensorShapeProto.Dim.newBuilder().setSize(3))
            .build();
    SignatureDef definition =
        SignatureDef.newBuilder()
            .putInputs(
                "x", TensorInfo.newBuilder().setName(input).setDtype(DataType.DT_FLOAT).build())
            .putOutputs(
                "y",
                TensorInfo.newBuilder()
                    .setName(output)
                    .setDtype(outputType)
                    .setTensorShape(shape)
                    .build())
            .build();
    return new ServableSignature(
        key,
        new TreeMap<>(definition.getInputsMap()),
        new TreeMap<>(definition.getOutputsMap()),
        List.of("y"),
        Map.of(),
        definition,
        false);
  }

  private boolean hasStubModel(DataType told) throws IOException {
    Path version = TestModels.identity(dir.resolve(told.name()), TFloat32.class, told);
    SavedModelLoader loader = new SavedModelLoader(CONFIG, Set.of("serve"));
    try (Servable model = loader.load("m", 1, version)) {
      var stubModel = StubModel.of(model, CONFIG);
      stubModel.ifPresent(Servable::close);
      return stubModel.isPresent();
    }
  }
}
