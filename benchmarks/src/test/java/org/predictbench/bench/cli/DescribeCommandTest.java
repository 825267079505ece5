package org.predictbench.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.bench.cli.Typed.out;
import static org.predictbench.bench.cli.Typed.refused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.bench.requests.SavedModelFile;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;

class DescribeCommandTest {
  private static final String MODEL =
      """
      meta_graphs {
        meta_info_def { tags: "serve" }
        signature_def {
          key: "serving_default"
          value {
            inputs { key: "ids" value {
              name: "i:0" dtype: DT_INT64 tensor_shape { dim { size: -1 } dim { size: -1 } } } }
            outputs { key: "label" value {
              name: "o:0" dtype: DT_STRING tensor_shape { unknown_rank: true } } }
            method_name: "tensorflow/serving/predict"
          }
        }
        signature_def { key: "plain" value {
          inputs { key: "x" value {
            name: "x:0" dtype: DT_FLOAT tensor_shape { dim { size: 2 } } } } } }
      }
      """;

  @TempDir private Path folder;

  private Path version;

  @BeforeEach
  void writeModel() throws Exception {
    version = Files.createDirectories(folder.resolve("bert/7"));
    Files.writeString(version.resolve("saved_model.pbtxt"), MODEL);
  }

  @Test
  void tellsWhatAModelTakesAndTheLineToType() {
    assertThat(out("describe", folder.resolve("bert").toString()).lines())
        .contains("model bert", "version " + version, "warm-up: no requests of its own")
        .contains("signature serving_default (tensorflow/serving/predict)")
        .contains("  in   ids  int64[?, ?]", "  out  label  string[...]")
        .contains(
            "  next java -jar benchmarks/target/benchmarks.jar run clients --model %s"
                    .formatted(folder.resolve("bert"))
                + " --shape ids=1x128 --fill ids=int:0..100",
            "       with values of yours, or --requests FILE")
        .contains("signature plain (no method)")
        .contains(
            "  next java -jar benchmarks/target/benchmarks.jar run clients --model %s --signature plain"
                .formatted(folder.resolve("bert")))
        .anyMatch(line -> line.startsWith("       sends 16 requests, 1 shape, median 8 B"));
  }

  @Test
  void findsTheModelsOwnRequests() throws Exception {
    Path file = version.resolve(SavedModelFile.WARM_UP_REQUESTS);
    Files.createDirectories(file.getParent());
    Inputs inputs = Inputs.of("ids", Tensor.of(new long[] {1, 2, 3}, 1, 3));
    new RequestSet("test", List.of(inputs), List.of()).write(file);

    assertThat(out("describe", version.toString(), "--signature", "serving_default"))
        .contains("warm-up: 1 requests in " + file, "sends 1 request, 24 B")
        .doesNotContain("signature plain");
  }

  @Test
  void whatIsNoModelIsRefusedInOneLine() {
    refused("model 'nope' is neither a folder nor one of resnet50-v2", "describe", "nope");
    refused("nor a folder named by a version number", "describe", folder.toString());
    refused("has no signature 'x'", "describe", version.toString(), "--signature", "x");
    refused("127.0.0.1:1", "describe", "m", "--target", "127.0.0.1:1");
  }
}
