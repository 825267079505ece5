package org.predictbench.server;

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
    assertThat(ServerConfigs.load(docker.toString()).kind()).isEqualTo(Kind.DOCKER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {name: x, kind: embedded, bild: avx} | unknown key 'bild'; known keys: name, description, kind, build, threads, batching, listen, target
          {name: x, kind: embedded, build: avx, threads: {intra: 2}} | unknown key 'threads.intra'; known keys: intra_op, inter_op
          {name: x, kind: embedded, build: avx, threads: 2} | 'threads' must hold keys and values; known keys: intra_op, inter_op
          {name: x, kind: embedded, build: avx, threads: {intra_op: -1}} | key 'threads.intra_op' must be auto, 0 or a positive number, not -1
          {name: x, kind: embedded, build: avx, threads: {intra_op: many}} | key 'threads.intra_op' must be auto, 0 or a positive number, not "many"
          {name: x, kind: embedded, build: avx, batching: {enabled: true}} | batching is not supported yet by the embedded server
          {name: x, kind: embedded, build: avx, listen: {tcp: false}} | the embedded server always listens on TCP: listen.tcp must be true
          {name: x, kind: embedded, build: avx, listen: {uds: maybe}} | key 'listen.uds' must be true or false, not "maybe"
          {name: x, kind: embedded, build: sse9} | unknown build 'sse9'; known: sse41, avx, avx2, native, onednn, eigen, eigen-sse41
          {name: x, kind: embedded} | kind embedded, and it alone, has a build
          {name: x, kind: remote} | unknown kind 'remote'; known: embedded, docker, external
          {name: x, kind: external} | kind external, and it alone, has a target
          {name: x, kind: external, target: nowhere} | target 'nowhere' is neither host:port nor unix:/path
          {name: x} | key 'kind' is missing
          {kind: embedded, build: avx} | key 'name' is missing
          [] | the file must hold keys and values; known keys: name, description, kind, build, threads, batching, listen, target
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
    assertThat(Build.AVX.availableOn(old)).isTrue();
    assertThat(Build.AVX2.availableOn(old)).isFalse();
    assertThat(Build.NATIVE.availableOn(old)).isTrue();
    assertThat(CpuFlags.parse("").names()).isEmpty();
    assertThat(Build.SSE41.environment()).containsEntry("ONEDNN_MAX_CPU_ISA", "SSE41");
    assertThat(Build.NATIVE.environment()).isEmpty();
    assertThat(Build.EIGEN_SSE41.label()).isEqualTo("eigen-sse41");
    assertThat(Build.EIGEN.environment()).containsEntry("TF_ENABLE_ONEDNN_OPTS", "0");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(dir.resolve("my.yaml"), yaml);
  }
}
