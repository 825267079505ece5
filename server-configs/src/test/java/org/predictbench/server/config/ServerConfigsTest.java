package org.predictbench.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServerConfigsTest {

  @TempDir Path dir;

  static Stream<String> names() {
    return ServerConfigs.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyShippedFileLoads(String name) {
    ServerConfig config = ServerConfigs.load(name);
    assertThat(config.name()).isEqualTo(name);
    assertThat(config.description()).isNotBlank();
    assertThat(config.kind()).isEqualTo(Kind.EMBEDDED);
  }

  @Test
  void indexListsEveryFile() throws Exception {
    URI index = ServerConfigs.class.getResource("/servers/index.txt").toURI();
    try (Stream<Path> files = Files.list(Path.of(index).getParent())) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(file -> file.endsWith(".yaml"))
                  .map(file -> file.replace(".yaml", "")))
          .containsExactlyInAnyOrderElementsOf(ServerConfigs.names());
    }
  }

  @Test
  void autoThreadsAreTheProcessors() {
    assertThat(ServerConfigs.load("native-tuned", 6).threads()).isEqualTo(new Threads(6, 1));
    assertThat(ServerConfigs.load("native", 6).threads()).isEqualTo(Threads.DEFAULT);
    assertThat(ServerConfigs.load("native-intra2-inter1").threads()).isEqualTo(new Threads(2, 1));
  }

  @Test
  void unknownNameAnswersWithTheKnownOnes() {
    assertThatThrownBy(() -> ServerConfigs.load("fast"))
        .isInstanceOf(UnknownServerException.class)
        .hasMessageStartingWith("unknown server config 'fast'; known: generic, ")
        .hasMessageContaining("native-tuned");
    assertThatThrownBy(() -> ServerConfigs.load("./gone.yaml"))
        .isInstanceOf(UnknownServerException.class);
  }

  @Test
  void readsExternalAndDocker() throws Exception {
    Path external = write("{name: e, kind: external, target: 'tf.example:8500'}");
    assertThat(ServerConfigs.load(external.toString()).target().orElseThrow())
        .isEqualTo(new ServerTarget.Tcp("tf.example", 8500));
    Path docker = write("{name: d, kind: docker, batching: {enabled: true}}");
    ServerConfig container = ServerConfigs.load(docker.toString());
    assertThat(container.kind()).isEqualTo(Kind.DOCKER);
    assertThat(container.image()).contains(ServerConfig.DEFAULT_IMAGE);
    assertThat(container.build()).contains(Build.NATIVE);
    assertThat(container.listen()).isEqualTo(Listen.TCP);
  }

  @Test
  void aNameCanSpellItsConfig() {
    assertThat(ServerConfigs.load("native-intra4-inter0").threads()).isEqualTo(new Threads(4, 0));
    ServerConfig batching =
        ServerConfigs.load("eigen-sse41-intra2-inter1-batch8-wait500us-workers2");
    assertThat(batching.build()).contains(Build.EIGEN_SSE41);
    assertThat(batching.batching()).isEqualTo(new Batching(true, 8, 500, 2));
    assertThat(batching.name())
        .isEqualTo(SpelledConfig.name(Build.EIGEN_SSE41, batching.threads(), batching.batching()));
    assertThatThrownBy(() -> ServerConfigs.load("fast-intra1-inter1"))
        .isInstanceOf(UnknownServerException.class)
        .hasMessageEndingWith(", and BUILD-intraN-interN[-batchN-waitNus-workersN]");
    assertThatThrownBy(() -> ServerConfigs.load("native-intra01-inter1"))
        .isInstanceOf(UnknownServerException.class);
  }

  @Test
  void everyBatchingKeyReachesTheServersFile() throws Exception {
    Path file =
        write(
            """
            name: x
            kind: embedded
            build: native
            batching:
              enabled: true
              max_batch_size: 8
              timeout_micros: 500
              threads: 2
              max_enqueued_batches: 3
              allowed_batch_sizes: [2, 8]
              pad_variable_length_inputs: true
              thread_pool_name: pool
              enable_large_batch_splitting: true
              max_execution_batch_size: 4
            """);
    assertThat(ServerConfigs.load(file.toString()).batching().parameters())
        .isEqualTo(
            """
            max_batch_size { value: 8 }
            batch_timeout_micros { value: 500 }
            num_batch_threads { value: 2 }
            max_enqueued_batches { value: 3 }
            allowed_batch_sizes: 2
            allowed_batch_sizes: 8
            pad_variable_length_inputs: true
            thread_pool_name { value: "pool" }
            enable_large_batch_splitting { value: true }
            max_execution_batch_size { value: 4 }
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {name: x, kind: embedded, bild: avx} | unknown key 'bild'; known keys: name, description, kind, build, image, threads, batching, listen, flags, target, jvm
          {name: x, kind: embedded, build: avx, threads: {intra: 2}} | unknown key 'threads.intra'; known keys: intra_op, inter_op
          {name: x, kind: embedded, build: avx, threads: 2} | 'threads' must hold keys and values; known keys: intra_op, inter_op
          {name: x, kind: embedded, build: avx, threads: {intra_op: -1}} | key 'threads.intra_op' must be auto, 0 or a positive number, not -1
          {name: x, kind: embedded, build: avx, threads: {intra_op: many}} | key 'threads.intra_op' must be auto, 0 or a positive number, not "many"
          {name: x, kind: embedded, build: avx, batching: {threads: 2}} | batching has parameters, but is not enabled
          {name: x, kind: embedded, build: avx, batching: {enabled: true, max_batch_size: auto}} | key 'batching.max_batch_size' must be 0 or a positive number, not "auto"
          {name: x, kind: embedded, build: avx, batching: {max_enqueued_batches: 2}} | batching has parameters, but is not enabled
          {name: x, kind: embedded, build: avx, batching: {enabled: true, max_enqueued_batches: auto}} | key 'batching.max_enqueued_batches' must be 0 or a positive number, not "auto"
          {name: x, kind: embedded, build: avx, batching: {enabled: true, allowed_batch_sizes: 4}} | key 'batching.allowed_batch_sizes' must be a list of positive numbers, not 4
          {name: x, kind: embedded, build: avx, batching: {enabled: true, allowed_batch_sizes: [4, 2]}} | batching.allowed_batch_sizes must rise, from 1 at least
          {name: x, kind: embedded, build: avx, batching: {enabled: true, max_batch_size: 8, allowed_batch_sizes: [2, 4]}} | batching.allowed_batch_sizes must end with max_batch_size, 8, not 4
          {name: x, kind: embedded, build: avx, batching: {enabled: true, allowed_batch_sizes: [2, 4]}} | batching.allowed_batch_sizes must end with max_batch_size, 1000, not 4
          {name: x, kind: embedded, build: avx, batching: {enabled: true, max_execution_batch_size: 4}} | batching.max_execution_batch_size needs enable_large_batch_splitting: true
          {name: x, kind: embedded, build: avx, batching: {enabled: true, max_batch_size: 4, enable_large_batch_splitting: true, max_execution_batch_size: 8}} | batching.max_execution_batch_size must be at most max_batch_size, 4
          {name: x, kind: embedded, build: avx, batching: {enabled: true, thread_pool_name: a b}} | batching.thread_pool_name may hold letters, digits, '_', '.' and '-'
          {name: x, kind: embedded, build: avx, batching: {enabled: true, low_priority_max_batch_size: 4}} | unknown key 'batching.low_priority_max_batch_size'; known keys: enabled, max_batch_size, timeout_micros, threads, max_enqueued_batches, allowed_batch_sizes, pad_variable_length_inputs, thread_pool_name, enable_large_batch_splitting, max_execution_batch_size
          {name: x, kind: embedded, build: avx, flags: --port=1} | key 'flags' must be a list of flags such as --grpc_max_threads=4
          {name: x, kind: embedded, build: avx, listen: {tcp: false}} | servers always listen on TCP: listen.tcp must be true
          {name: x, kind: docker, listen: {uds: true}} | a container has no Unix socket: listen.uds must be false
          {name: x, kind: embedded, build: avx, image: y} | kind docker, and it alone, has an image
          {name: x, kind: embedded, build: avx, listen: {uds: maybe}} | key 'listen.uds' must be true or false, not "maybe"
          {name: x, kind: embedded, build: sse9} | unknown build 'sse9'; known: sse41, avx, avx2, native, onednn, eigen, eigen-sse41, eigen-avx, eigen-avx2, xla, bf16
          {name: x, kind: embedded} | kinds embedded and docker, and they alone, have a build
          {name: x, kind: remote} | unknown kind 'remote'; known: embedded, docker, external
          {name: x, kind: external} | kind external, and it alone, has a target
          {name: x, kind: external, target: nowhere} | target 'nowhere' is neither host:port, unix:/path nor tls:host:port
          {name: x} | key 'kind' is missing
          {kind: embedded, build: avx} | key 'name' is missing
          [] | the file must hold keys and values; known keys: name, description, kind, build, image, threads, batching, listen, flags, target, jvm
          """)
  void errorsAreOneLineThatNamesTheFile(String yaml, String problem) throws Exception {
    Path file = write(yaml);
    assertThatThrownBy(() -> ServerConfigs.load(file.toString()))
        .isInstanceOf(InvalidServerConfigException.class)
        .hasMessage(file + ": " + problem);
  }

  @ParameterizedTest
  @CsvSource({"'{name: x'", "'name: x\nname: y'", "''", "'a: b: c'"})
  void whatIsNoYamlIsOneLineToo(String yaml) throws Exception {
    Path file = write(yaml);
    assertThatThrownBy(() -> ServerConfigs.load(file.toString()))
        .isInstanceOf(InvalidServerConfigException.class)
        .hasMessageStartingWith(file + ": ")
        .message()
        .hasLineCount(1);
  }

  @Test
  void buildsKnowTheirCpuAndEnvironment() {
    CpuFlags old = CpuFlags.parse("processor : 0\nflags\t\t: fpu sse4_1 avx fpu\n");
    assertThat(old.names()).isEqualTo(Set.of("fpu", "sse4_1", "avx"));
    assertThat(Build.AVX.unavailableOn(old)).isEmpty();
    assertThat(Build.AVX2.unavailableOn(old)).contains("build 'avx2' needs a CPU with avx2");
    assertThat(Build.BF16.unavailableOn(old))
        .contains("build 'bf16' needs a CPU with avx512f or avx_ne_convert");
    assertThat(Build.NATIVE.unavailableOn(old)).isEmpty();
    assertThat(CpuFlags.parse("").names()).isEmpty();
    assertThat(Build.SSE41.environment()).containsEntry("ONEDNN_MAX_CPU_ISA", "SSE41");
    assertThat(Build.NATIVE.environment()).isEmpty();
    assertThat(Build.EIGEN_SSE41.label()).isEqualTo("eigen-sse41");
    assertThat(Build.EIGEN.environment()).containsEntry("TF_ENABLE_ONEDNN_OPTS", "0");
  }

  @Test
  void buildsThatTheRuntimeMayPassOverAreReadBack() {
    assertThat(
            Build.BF16.evidence(
                "I auto_mixed_precision.cc:2260] Converted 179/355 nodes to bfloat16 precision using 1"))
        .contains("Converted 179/355 nodes to bfloat16 precision");
    assertThat(Build.BF16.evidence("Converted 0/355 nodes to bfloat16 precision")).isEmpty();
    assertThat(Build.XLA.evidence("device_compiler.h:188] Compiled cluster using XLA!  This line"))
        .contains("Compiled cluster using XLA");
    assertThat(Build.NATIVE.needsEvidence()).isFalse();
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(dir.resolve("my.yaml"), yaml);
  }
}
