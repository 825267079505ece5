package org.predictbench.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.predictbench.server.config.Jvm;

class JdkTest {
  @TempDir private Path folder;

  @Test
  void withoutAChoiceItIsOurs() {
    assertThat(Jdk.of(Jvm.OURS)).isEqualTo(Jdk.ours());
    assertThat(Jdk.ours().executable()).isExecutable();
    assertThat(Jdk.ours().feature()).isEqualTo(Runtime.version().feature());
  }

  @Test
  void aVersionIsLookedForAmongThoseInstalled() {
    Jvm same = Jvm.of(Integer.toString(Runtime.version().feature()), "");
    assertThat(Jdk.of(same).feature()).isEqualTo(Runtime.version().feature());
    Jvm absent = Jvm.of("999", "");
    assertThat(Jdk.unavailable(absent))
        .contains(
            "no JDK 999 here: install one below /usr/lib/jvm, or set JAVA_HOME_999 to its folder");
    assertThatThrownBy(() -> Jdk.of(absent)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFolderIsTakenAsItIs() throws Exception {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Jvm there = Jvm.of(folder.toString(), "");
    assertThat(Jdk.unavailable(there))
        .contains("no JDK in %s: it holds no bin/java".formatted(folder));
    Files.writeString(java, "");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"21.0.2\"\n");
    assertThat(Jdk.of(there)).isEqualTo(new Jdk(folder, "21.0.2"));
  }

  @ParameterizedTest
  @CsvSource({"17, 17", "25.0.1, 25", "1.8.0_402, 8", "26-ea, 26"})
  void aReleaseIsCalledByItsFirstNumber(String version, int feature) {
    assertThat(new Jdk(folder, version).feature()).isEqualTo(feature);
  }

  @Test
  void argumentsAreThoseOfAJvm() {
    assertThat(Jvm.of("25", " -XX:+UseZGC  -Xmx2g ").args())
        .containsExactly("-XX:+UseZGC", "-Xmx2g");
    assertThat(Jvm.of("25", "-XX:+UseZGC").choosesCollector()).isTrue();
    assertThat(Jvm.of("", "-Xmx2g").choosesCollector()).isFalse();
    assertThat(Jvm.of("25", "-Xmx2g").text()).isEqualTo("JDK 25, -Xmx2g");
    assertThatThrownBy(() -> Jvm.of("", "-jar other.jar"))
        .hasMessage("'-jar' is no argument of a JVM; expected such as -XX:+UseZGC or -Xmx2g");
  }
}
