package org.predictbench.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** An option that would have no effect is refused in one line that names it and the reason. */
class InVainTest {
  private static final String RUNNING = "--target 127.0.0.1:1 --model m";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    // command line, the option in vain, beside what
    "load --arrivals closed, --rate 5, --arrivals closed",
    "load --arrivals closed, --in-flight 5, --arrivals closed",
    "load --arrivals closed, --queue 5, --arrivals closed",
    "load --arrivals closed, --seed 5, --arrivals closed",
    "load --arrivals closed, --share 0/2, --arrivals closed",
    "load --arrivals closed, --replay FILE, --arrivals closed",
    "load single-stream, --rate 5, --arrivals closed",
    "load --arrivals flood, --rate 5, --arrivals flood",
    "load --arrivals flood, --queue 5, --arrivals flood",
    "load --arrivals flood, --callers 5, --arrivals flood",
    "load --arrivals poisson, --callers 5, --arrivals poisson",
    "load --arrivals poisson, --replay FILE, --arrivals poisson",
    "load --arrivals uniform, --replay FILE, --arrivals uniform",
    "load --replay FILE, --rate 5, --arrivals replay",
    "load --slo p99<5ms, --align 10s, --slo",
    "load, --metrics http://h/m, --target",
    "load, --container x, --manifest",
    "load " + RUNNING + " --client encoding=tensor-content-wrap, --server native-tuned, --target",
    "load --merge FILE, --slo p99<5ms, --merge",
    "load --merge FILE, --samples, --merge",
    "load --merge FILE, --target h:1, --merge",
    "load --merge FILE, --rate 5, --merge",
    "load --merge FILE, --manifest 2, --merge",
    "load --manifest 2 " + RUNNING + ", --align 10s, --manifest",
    "load --manifest 2 " + RUNNING + ", --share 0/2, --manifest",
    "load --manifest 2 " + RUNNING + ", --samples, --manifest",
    "load --manifest 2 " + RUNNING + ", --metrics http://h/m, --manifest",
    "load --manifest 2 " + RUNNING + ", --requests FILE, --manifest",
    "load --manifest 2 " + RUNNING + ", --header a=b, --manifest",
    "load --manifest 2 " + RUNNING + ", --out x, --manifest",
    "load --record-request FILE, --rate 5, --record-request",
    "load --record-request FILE, --samples, --record-request",
    "load --record-request FILE --model m, --target h:1, --record-request",
    "load --record-request FILE, --duration 5s, --record-request",
    "load --record-request FILE, --seed 1, --record-request",
    "load, --tls-ca FILE, --target",
    "run, --tls-ca FILE, --target",
    "run --target docker:x --model m, --tls-ca FILE, --target",
    "run --target unix:/x --model m, --tls-ca FILE, --target",
    "run --requests FILE, --shape x=1, --requests",
    "run --requests FILE, --fill x=int:0..1, --requests",
    "run --requests FILE, --image FILE, --requests",
    "run --image FILE, --fill x=int:0..1, --image",
    "run --model-version 1, --model-label x, --model-version",
    "run, --budget 9min, --precision",
    "run models, --model m, names its models",
    "run models, --requests FILE, names its models",
    "run models, --signature s, names its models",
    "run models, --keep-requests, names its models",
    "profile ladder/best, --server native-tuned, suite's cell",
    "profile best " + RUNNING + ", --server native-tuned, --target",
    "record --target h:1 --out FILE, --seed 5, --sample",
    "load, --keep-requests, Unknown option",
    "profile best, --keep-requests, Unknown option"
  })
  void isRefused(String command, String vain, String because) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "0\n1\n");
    List<String> arguments = new ArrayList<>();
    for (String word : (command + " " + vain).split(" ", -1)) {
      arguments.add(word.equals("FILE") ? file.toString() : word);
    }
    CommandLine commandLine = Cli.commandLine();
    StringWriter err = new StringWriter();
    commandLine.setErr(new PrintWriter(err, true));

    int exitCode = commandLine.execute(arguments.toArray(String[]::new));

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(because, vain.startsWith("--tls") ? "TLS" : vain.split(" ", -1)[0]);
    assertThat(exitCode).isEqualTo(Cli.UNUSABLE);
  }

  /** Together with the sentence that says so, the file is read: an unreadable one is named. */
  @Test
  void aFileOfArrivalsImpliesThatItIsReplayed() {
    Typed.refused("cannot read arrivals " + folder, "load", "--replay", folder.toString());
  }
}
