package org.predictbench.bench.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.Json;

class EnvironmentTest {
  @TempDir Path root;

  @Test
  void limitsAreThoseOfTheNearestControlGroup() throws Exception {
    file("proc/self/cgroup", "0::/user/run\n");
    file("sys/fs/cgroup/user/run/memory.max", "1073741824\n");
    file("sys/fs/cgroup/user/cpu.max", "150000 100000\n");
    file("proc/meminfo", "MemTotal:       24683656 kB\nMemAvailable:   20000000 kB\n");
    JsonNode machine = describe().path("machine");
    assertThat(machine.path("cgroup_memory_max").asText()).isEqualTo("1073741824");
    assertThat(machine.path("cgroup_cpu_max").asText()).isEqualTo("150000 100000");
    assertThat(machine.path("memory_available").asText()).isEqualTo("20000000 kB");
  }

  @Test
  void ofTheKernelsCommandLineOnlyWhatBearsOnSpeedIsKept() throws Exception {
    file("proc/cmdline", "root=UUID=12 isolcpus=1 quiet nosmt -- --token=secret mitigations=off\n");
    assertThat(describe().path("machine").path("kernel_parameters").asText())
        .isEqualTo("isolcpus=1 nosmt");
  }

  @Test
  void whatCannotBeReadSaysSo() {
    JsonNode machine = describe().path("machine");
    for (String key :
        List.of(
            "cpu",
            "kernel",
            "governor",
            "cgroup_cpu_max",
            "cgroup_memory_max",
            "kernel_parameters")) {
      assertThat(machine.path(key).asText()).as(key).isEqualTo("unavailable");
    }
  }

  @Test
  void librariesAreNamedWithTheirVersions() {
    JsonNode client = describe().path("client");
    for (String library : List.of("grpc", "netty", "protobuf", "jmh", "opencv")) {
      assertThat(client.path(library).asText()).as(library).matches("\\d+\\.\\d+.*");
    }
  }

  @Test
  void aJarInAnotherRepositoryHasNoCommitOfOurs() throws Exception {
    Files.createDirectories(root.resolve(".git"));
    assertThat(SourceCommit.of(root.resolve("libs/benchmarks.jar"))).isEmpty();
  }

  private JsonNode describe() {
    return new Environment(Json.mapper(), root).describe(Map.of());
  }

  private void file(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
