package org.predictbench.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.predictbench.bench.cli.Typed.out;
import static org.predictbench.bench.cli.Typed.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.requests.RequestSet;

class WarmupCommandTest {
  @TempDir private Path folder;

  private Path requests;
  private Path written;

  @BeforeEach
  void writeModelAndRequests() throws IOException {
    Path version = folder.resolve("model/7");
    Files.createDirectories(version);
    Files.writeString(
        version.resolve("saved_model.pbtxt"),
        """
        meta_graphs {
          meta_info_def { tags: "serve" }
          signature_def {
            key: "serving_default"
            value { inputs { key: "x" value {
              name: "x:0" dtype: DT_FLOAT tensor_shape { dim { size: -1 } } } } }
          }
        }
        """);
    requests = folder.resolve("requests.json");
    Files.writeString(requests, "{\"instances\": [1, 2]}\n".repeat(40));
    written = version.resolve("assets.extra/tf_serving_warmup_requests");
  }

  private String[] arguments(String... more) {
    String[] all = new String[5 + more.length];
    all[0] = "warmup";
    all[1] = "--requests";
    all[2] = requests.toString();
    all[3] = "--model";
    all[4] = folder.resolve("model").toString();
    System.arraycopy(more, 0, all, 5, more.length);
    return all;
  }

  @Test
  void requestsAreWrittenIntoTheNewestVersion() throws IOException {
    assertThat(out(arguments("--count", "10")))
        .startsWith("10 of 40 requests for signature 'serving_default' written, ")
        .contains(written.toString())
        .contains("A server replays them");

    assertThat(RequestSet.read(written).summary()).isEqualTo("10 requests, 1 shape, median 8 B");
  }

  @Test
  void whatIsThereIsReplacedByForceAlone() throws IOException {
    out(arguments("--count", "10"));

    refused("--force replaces it", arguments());
    out(arguments("--force"));

    assertThat(RequestSet.read(written).requests()).hasSize(40);
  }

  @Test
  void whatCannotBeUsedIsOneLine() {
    refused(
        "no signature 'jpeg'; --signature takes one of [serving_default]",
        arguments("--signature", "jpeg"));
    refused("a server takes 1 to 1000", arguments("--count", "1001"));
    refused(
        "holds neither saved_model.pb",
        "warmup",
        "--requests",
        requests.toString(),
        "--model",
        folder.toString());
    assertThat(written).doesNotExist();
  }
}
