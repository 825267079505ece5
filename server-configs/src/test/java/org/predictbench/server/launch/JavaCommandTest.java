package org.predictbench.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flags in our own environment reach no child. */
@Timeout(60)
class JavaCommandTest {

  /** A JVM that starts another one, with a collector. */
  public static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      List<String> command = JavaCommand.of("-XX:+UseSerialGC");
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
      Process child = JavaCommand.process(command).redirectErrorStream(true).start();
      System.out.write(child.getInputStream().readAllBytes());
      System.out.flush();
      System.exit(child.waitFor());
    }
  }

  /** Says that it runs, and where its temporary files go. */
  public static final class Child {
    private Child() {}

    public static void main(String[] args) {
      System.out.println("child in " + System.getProperty("java.io.tmpdir"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -XX:+UseParallelGC",
    "_JAVA_OPTIONS, -XX:+UseParallelGC",
    "JDK_JAVA_OPTIONS, -XX:+UseParallelGC",
    "JAVA_TOOL_OPTIONS, -Xlog:gc*",
    "JAVA_TOOL_OPTIONS, -Dfile.encoding=ISO-8859-1"
  })
  void aChildStartsWhateverTheVariableSays(String variable, String flag) throws Exception {
    assertThat(parent(variable, flag)).contains("child in /tmp");
  }

  @ParameterizedTest
  @CsvSource({"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
  void theFolderOfTemporaryFilesIsPassedOn(String variable) throws Exception {
    assertThat(parent(variable, "-Djava.io.tmpdir=/var/tmp")).contains("child in /var/tmp");
  }

  /** What the child printed, which the parent passes on as bytes. */
  private static String parent(String variable, String flag)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(JavaCommand.executable().toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Parent.class.getName()));
    ProcessBuilder process = JavaCommand.process(command);
    process.environment().put(variable, flag);
    Process started = process.redirectErrorStream(true).start();
    String printed =
        new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(started.waitFor()).as(printed).isZero();
    return printed;
  }
}
