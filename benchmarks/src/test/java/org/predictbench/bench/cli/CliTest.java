package org.predictbench.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.result.Synthetic;
import picocli.CommandLine;

class CliTest {
  private static final Suite SUITE = Synthetic.suite(5);

  @TempDir private Path folder;

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

  /** JMH's answer to a mistyped command would be "Miss-spelled regexp?". */
  @ParameterizedTest
  @ValueSource(strings = {"runn", "repot", "laod", "compar", "export-modle", "hepl", "wall"})
  void aPlainWordThatIsNobodysIsAnUnknownCommand(String word) {
    assertThatThrownBy(() -> Cli.requireMeantForJmh(word))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("unknown command '" + word + "'")
        .hasMessageContaining(word.equals("wall") ? "known: run" : "did you mean '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"predictbench", "bench.*", "PredictBenchmark", "-l", "-h", "nosuch.*"})
  void patternsOfBenchmarksAreJmhs(String pattern) {
    assertThatCode(() -> Cli.requireMeantForJmh(pattern)).doesNotThrowAnyException();
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

  @Test
  void whatCannotBeUsedIsOneLineAndExitCodeTwo() throws IOException {
    refused("nobody listens on 127.0.0.1:1", "run", "--target", "127.0.0.1:1", "--model", "m");
    refused("nor a folder named by a version number", "run", "--model", folder.toString());
    Path text = Files.writeString(folder.resolve("cat.jpg"), "no image");
    refused("cat.jpg", "run", "--image", text.toString());
    refused("cannot write results", "run", "--out", text.resolve("results").toString());
    refused("did you mean 'ladder'", "run", "laddder");
    refused("unknown encoding 'json'", "run", suite("encoding: direct", "encoding: json"));
    refused("unknown server config 'abacus'", "run", suite("native-tuned", "abacus"));
  }

  /** An option that would be ignored is refused. */
  @Test
  void optionsGivenInVainAreRefused() throws IOException {
    String run = Synthetic.run(folder, SUITE, Synthetic.forks(SUITE, 1, 50, 0.01)).toString();
    refused("leave the suite's name out", "run", "transports", "--resume", run);
    refused("leave --rounds, --seed", "run", "--resume", run, "--rounds", "9", "--seed", "1");
    refused("leave --precision", "run", "--resume", run, "--precision", "2%");
    refused("leave --detect", "run", "--resume", run, "--detect", "2%");
    refused("--precision or --detect", "run", "--budget", "90min");
    refused("leave --rounds out", "run", "--detect", "2%", "--rounds", "4");
    refused("--detect must be below 100%", "run", "--detect", "200%");
    refused("--precision must be below 100%", "run", "--precision", "200%");
  }

  @Test
  void resumingAFinishedRunChangesNothing() throws IOException {
    Path run = Synthetic.run(folder, SUITE, Synthetic.forks(SUITE, 1, 50, 0.001));
    Map<String, String> before = contents(run);
    assertThat(Cli.execute("run", "--resume", run.toString())).isZero();
    assertThat(contents(run)).isEqualTo(before);
  }

  /** A verdict that is not VALID has exit code 1, whoever gives it. */
  @Test
  void aReportOfARunThatIsNotValidFails() throws IOException {
    List<ForkRecord> early =
        Synthetic.forks(SUITE, 1, 50, 0.01).stream().filter(f -> f.round() < 3).toList();
    Path run = Synthetic.run(folder, SUITE, early);
    assertThat(Cli.execute("report", run.toString())).isEqualTo(1);
    Path whole = Synthetic.run(folder, SUITE, Synthetic.forks(SUITE, 1, 50, 0.001));
    assertThat(Cli.execute("report", whole.toString())).isZero();
  }

  private static Map<String, String> contents(Path run) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(run.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }

  private String suite(String right, String wrong) throws IOException {
    String shipped = Suites.resource("server-overhead.yaml");
    assertThat(shipped).contains(right);
    return Files.writeString(folder.resolve("suite.yaml"), shipped.replace(right, wrong))
        .toString();
  }

  private void refused(String expected, String... args) {
    CommandLine commandLine = Cli.commandLine();
    StringWriter err = new StringWriter();
    commandLine.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(args));
    if (!all.contains("--out") && !all.contains("--resume")) {
      all.addAll(List.of("--out", folder.resolve("results").toString()));
    }
    int status = commandLine.execute(all.toArray(String[]::new));
    assertThat(status).as(err.toString()).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("error: ");
    assertThat(err.toString()).contains(expected);
  }

  private static String out(String... args) {
    CommandLine commandLine = Cli.commandLine();
    StringWriter out = new StringWriter();
    commandLine.setOut(new PrintWriter(out, true));
    assertThat(commandLine.execute(args)).isZero();
    return out.toString();
  }
}
