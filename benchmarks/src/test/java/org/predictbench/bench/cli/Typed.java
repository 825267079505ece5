package org.predictbench.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Commands as a user types them, in this JVM. */
final class Typed {
  private Typed() {}

  /** What a command that works writes on stdout. */
  static String out(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      assertThat(Cli.execute(arguments)).isEqualTo(Cli.OK);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The command has one line of an error, and exit code 2. */
  static void refused(String because, String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Cli.commandLine().setErr(new PrintWriter(err));
    assertThat(commandLine.execute(arguments)).isEqualTo(Cli.UNUSABLE);
    assertThat(err.toString().strip()).startsWith("error: ").contains(because).hasLineCount(1);
  }
}
