package org.predictbench.bench.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;

class ClassPathTest {
  @TempDir private Path folder;

  @Test
  void isReadAsJavaReadsIt() throws Exception {
    Path libs = Files.createDirectory(folder.resolve("libs"));
    Files.writeString(libs.resolve("b.jar"), "b");
    Files.writeString(libs.resolve("a.jar"), "a");
    Files.writeString(libs.resolve("notes.txt"), "no jar");
    Path classes = Files.createDirectory(folder.resolve("classes"));

    ClassPath path = ClassPath.parse(classes + ":" + libs + "/*");

    assertThat(path.entries())
        .containsExactly(classes, libs.resolve("a.jar"), libs.resolve("b.jar"));
    assertThat(ClassPath.parse(path.text())).isEqualTo(path);
  }

  @Test
  void hashesFollowEveryChange() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Files.writeString(classes.resolve("A.class"), "a");
    var before = ClassPath.parse(classes.toString()).hashes();
    Files.writeString(classes.resolve("A.class"), "b");
    assertThat(ClassPath.parse(classes.toString()).hashes())
        .containsOnlyKeys("classes")
        .isNotEqualTo(before);
  }

  @Test
  void whatIsNoJarIsRefusedInALine() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no jar");
    refused(text.toString(), text + " is neither a jar nor a folder of classes");
    refused(folder + "/absent.jar", "there is no " + folder + "/absent.jar");
    refused(folder + "/*", "no jar in " + folder);
    refused(":", "it is empty: name the jar of your client");
  }

  private static void refused(String text, String message) {
    assertThatThrownBy(() -> ClassPath.parse(text))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }
}
