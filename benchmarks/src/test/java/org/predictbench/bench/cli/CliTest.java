package org.predictbench.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CliTest {
  @ParameterizedTest
  @ValueSource(strings = {"--help", "help", "--version", "run", "list", "profile"})
  void isOurs(String argument) {
    assertThat(Cli.knows(argument)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "-l", "-prof", "PredictBenchmark", "--rounds", ""})
  void isJmhs(String argument) {
    assertThat(Cli.knows(argument)).isFalse();
  }

  @Test
  void everyCommandHelpsAndTellsTheVersion() {
    for (String name : Cli.commandLine().getSubcommands().keySet()) {
      if (!name.equals("help") && !name.equals(ServeCommand.NAME)) {
        assertThat(out(name, "--help")).as(name).startsWith("Usage: benchmarks.jar " + name);
        assertThat(out(name, "--version")).as(name).startsWith("predictbench ");
      }
    }
    assertThat(out("--help")).startsWith("Usage: benchmarks.jar ").contains("run ladder");
    assertThat(out("--version")).startsWith("predictbench ");
  }

  private static String out(String... args) {
    CommandLine commandLine = Cli.commandLine();
    StringWriter out = new StringWriter();
    commandLine.setOut(new PrintWriter(out, true));
    assertThat(commandLine.execute(args)).isZero();
    return out.toString();
  }
}
