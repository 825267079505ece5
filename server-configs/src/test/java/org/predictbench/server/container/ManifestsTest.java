package org.predictbench.server.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerConfigs;
import org.predictbench.server.launch.FakeServers;

class ManifestsTest {

  private static final Path MODEL = Path.of("models/fixed-reply");

  @Test
  void theCommittedFilesAreThoseOfTheConfig() throws Exception {
    ServerConfig config =
        ServerConfigs.load("native-intra2-inter1").inContainer(ServerConfig.DEFAULT_IMAGE);
    assertThat(withoutComments(Path.of("../docker-compose.yml")))
        .isEqualTo(Manifests.COMPOSE.of(config, "fixed-reply", MODEL));
    assertThat(withoutComments(Path.of("../kubernetes/model-server.yaml")))
        .isEqualTo(Manifests.KUBERNETES.of(config, "fixed-reply", MODEL));
  }

  @Test
  void allThreeSayTheSame() throws Exception {
    String flags = String.join(" ", Container.of(FakeServers.CONTAINER, "m").flags());
    YAMLMapper yaml = new YAMLMapper();
    JsonNode service = yaml.readTree(of(Manifests.COMPOSE)).path("services").path("model-server");
    assertThat(words(service.path("command"))).isEqualTo(flags);
    assertThat(service.path("environment").path("ONEDNN_MAX_CPU_ISA").asText()).isEqualTo("AVX2");
    assertThat(words(service.path("ports"))).isEqualTo("127.0.0.1:8500:8500 127.0.0.1:8501:8501");

    List<JsonNode> documents = new ArrayList<>();
    yaml.readerFor(JsonNode.class)
        .readValues(of(Manifests.KUBERNETES))
        .forEachRemaining(document -> documents.add((JsonNode) document));
    assertThat(documents)
        .extracting(document -> document.path("kind").asText())
        .containsExactly("ConfigMap", "Deployment", "Service");
    JsonNode pod = documents.get(1).at("/spec/template/spec/containers/0");
    assertThat(words(pod.path("args"))).isEqualTo(flags + " --enable_grpc_healthcheck_service");
    assertThat(pod.at("/resources/limits/cpu").asText()).isEqualTo("2");
    assertThat(documents.get(0).path("data").path("batching.pbtxt").asText())
        .isEqualTo(FakeServers.CONTAINER.batching().parameters());

    assertThat(of(Manifests.DOCKER)).contains("max_batch_size { value: 8 }").endsWith(flags + "\n");
  }

  @Test
  void anEmbeddedServerIsNoContainer() {
    assertThatThrownBy(() -> Manifests.COMPOSE.of(FakeServers.CONFIG, "m", MODEL))
        .hasMessage("server 'test' is not a container");
  }

  private static String of(Manifests manifest) {
    return manifest.of(FakeServers.CONTAINER, "m", MODEL);
  }

  private static String words(JsonNode list) {
    List<String> words = new ArrayList<>();
    list.forEach(word -> words.add(word.asText()));
    return String.join(" ", words);
  }

  private static String withoutComments(Path file) throws Exception {
    return String.join(
        "",
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line + "\n")
            .toList());
  }
}
