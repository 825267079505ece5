package org.predictbench.bench.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.GraphDef;
import org.predictbench.serving.full.tensorflow.MetaGraphDef;
import org.predictbench.serving.full.tensorflow.NodeDef;
import org.predictbench.serving.full.tensorflow.SignatureDef;
import org.predictbench.serving.full.tensorflow.TensorInfo;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

class SavedModelFileTest {
  @TempDir Path folder;

  private static TensorInfo tensor(DataType dtype, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dimensions.addDimBuilder().setSize(size);
    }
    return TensorInfo.newBuilder()
        .setName("t:0")
        .setDtype(dtype)
        .setTensorShape(dimensions)
        .build();
  }

  private static MetaGraphDef.Builder graph(String... tags) {
    return MetaGraphDef.newBuilder()
        .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addAllTags(List.of(tags)))
        .setGraphDef(
            GraphDef.newBuilder().addNode(NodeDef.newBuilder().setName("n".repeat(10_000))))
        .putSignatureDef(
            "serving_default",
            SignatureDef.newBuilder()
                .setMethodName("tensorflow/serving/predict")
                .putInputs("ids", tensor(DataType.DT_INT64, -1, 128))
                .putInputs(
                    "any",
                    TensorInfo.newBuilder()
                        .setName("a:0")
                        .setDtype(DataType.DT_STRING)
                        .setTensorShape(TensorShapeProto.newBuilder().setUnknownRank(true))
                        .build())
                .putOutputs("scores", tensor(DataType.DT_FLOAT, -1))
                .build());
  }

  /** A SavedModel is its version, then its meta graphs. */
  private Path model(MetaGraphDef.Builder... graphs) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeInt64(1, 1);
    for (MetaGraphDef.Builder graph : graphs) {
      out.writeMessage(2, graph.build());
    }
    out.flush();
    Files.write(folder.resolve("saved_model.pb"), bytes.toByteArray());
    return folder;
  }

  @Test
  void signaturesAreReadBesideTheGraph() throws IOException {
    SavedModelFile read = SavedModelFile.read(model(graph("serve")));

    Signature signature = read.signatures().get("serving_default");
    assertThat(signature.method()).isEqualTo("tensorflow/serving/predict");
    assertThat(signature.inputs()).hasToString("{any=string[...], ids=int64[?, 128]}");
    assertThat(signature.outputs()).hasToString("{scores=float[?]}");
    assertThat(read.tags()).containsExactly(Set.of("serve"));
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void theGraphThatAServerLoadsIsTaken() throws IOException {
    MetaGraphDef.Builder train =
        graph("train").putSignatureDef("training", SignatureDef.getDefaultInstance());
    MetaGraphDef.Builder gpu =
        graph("serve", "gpu").putSignatureDef("gpu", SignatureDef.getDefaultInstance());

    SavedModelFile read = SavedModelFile.read(model(train, gpu, graph("serve")));

    assertThat(read.signatures()).containsOnlyKeys("serving_default");
    assertThat(read.tags()).hasToString("[[train], [serve, gpu], [serve]]");
    assertThatThrownBy(() -> SavedModelFile.read(model(train)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            folder
                + ": no meta graph has the tag 'serve', which a server loads; there are [[train]]");
  }

  @Test
  void whatCannotBeSentIsLeftOutWithANote() throws IOException {
    SignatureDef odd =
        SignatureDef.newBuilder()
            .putInputs(
                "sparse",
                TensorInfo.newBuilder()
                    .setCooSparse(TensorInfo.CooSparse.getDefaultInstance())
                    .build())
            .putInputs("handle", tensor(DataType.DT_RESOURCE))
            .putInputs("variable", tensor(DataType.DT_FLOAT_REF, 2))
            .build();

    SavedModelFile read =
        SavedModelFile.read(
            model(
                graph("serve")
                    .putSignatureDef("odd", odd)
                    .putSignatureDef("__saved_model_init_op", odd)));

    assertThat(read.signatures().get("odd").inputs()).hasToString("{variable=float[2]}");
    assertThat(read.signatures()).containsOnlyKeys("odd", "serving_default");
    assertThat(read.notes())
        .containsExactly(
            "signature 'odd': input 'handle' is left out: no tensors of type number 20 travel",
            "signature 'odd': input 'sparse' is left out: it is sparse");
  }

  @Test
  void textIsReadAsWell() throws IOException {
    Files.writeString(
        folder.resolve("saved_model.pbtxt"),
        """
        saved_model_schema_version: 1
        meta_graphs {
          meta_info_def { tags: "serve" a_field_of_next_year: 7 }
          graph_def { node { name: "x" op: "Placeholder" } }
          signature_def {
            key: "serving_default"
            value {
              inputs { key: "x" value { name: "x:0" dtype: DT_FLOAT tensor_shape { dim { size: -1 } } } }
              method_name: "tensorflow/serving/predict"
            }
          }
        }
        """);

    assertThat(SavedModelFile.read(folder).signatures().get("serving_default").inputs())
        .hasToString("{x=float[?]}");

    Files.writeString(folder.resolve("saved_model.pbtxt"), "meta_graphs {");
    assertThatThrownBy(() -> SavedModelFile.read(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(folder.resolve("saved_model.pbtxt") + " is no SavedModel: 1:")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aTruncatedFileIsRefusedWhereverItEnds() throws IOException {
    byte[] whole = Files.readAllBytes(model(graph("serve")).resolve("saved_model.pb"));

    for (int length = 3; length < whole.length; length += length < 40 ? 1 : 97) {
      Files.write(folder.resolve("saved_model.pb"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SavedModelFile.read(folder))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(folder.resolve("saved_model.pb") + " is no SavedModel: ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aFileWithoutGraphsIsRefused() throws IOException {
    assertThatThrownBy(() -> SavedModelFile.read(folder))
        .hasMessage(folder + " holds neither saved_model.pb nor saved_model.pbtxt");
    assertThatThrownBy(() -> SavedModelFile.read(model()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no meta graph has the tag 'serve'");
  }

  @Test
  void theNewestVersionIsTheHighestNumber() throws IOException {
    Path file = model(graph("serve")).resolve("saved_model.pb");
    for (String name : List.of("9", "10", "0002", "best", "10.tmp", "٧٧")) {
      Files.createDirectories(folder.resolve("base/" + name));
      Files.copy(file, folder.resolve("base/" + name + "/saved_model.pb"));
    }

    assertThat(SavedModelFile.newestVersion(folder.resolve("base")))
        .isEqualTo(folder.resolve("base/10"));
    assertThat(SavedModelFile.newestVersion(folder.resolve("base/9")))
        .isEqualTo(folder.resolve("base/9"));
  }

  @Test
  void aFolderWithoutVersionsIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("base/notes"));
    assertThatThrownBy(() -> SavedModelFile.newestVersion(folder.resolve("base")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            folder.resolve("base")
                + " holds neither saved_model.pb nor a folder named by a version number");
    assertThatThrownBy(() -> SavedModelFile.newestVersion(folder.resolve("no")))
        .hasMessage(
            folder.resolve("no")
                + " is no folder: a model's base folder, or one of its versions, is expected");
    Files.createDirectories(folder.resolve("base/3"));
    assertThatThrownBy(() -> SavedModelFile.newestVersion(folder.resolve("base")))
        .hasMessage(
            folder.resolve("base/3")
                + " holds no saved_model.pb; a server would take it as the newest version");
  }

  @Test
  void warmUpRequestsAreFoundAndCounted() throws IOException {
    SavedModelFile read = SavedModelFile.read(model(graph("serve")));
    assertThat(read.warmUpRequests()).isEmpty();
    assertThat(read.warmUpRecords()).isZero();

    Inputs inputs = Inputs.of("x", Tensor.of(new float[1], 1));
    Path file = WarmUpFile.write(folder, "serving_default", List.of(inputs, inputs), false);

    assertThat(read.warmUpRequests()).contains(file);
    assertThat(read.warmUpRecords()).isEqualTo(2);
  }
}
