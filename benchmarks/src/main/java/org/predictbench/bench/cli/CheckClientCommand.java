package org.predictbench.bench.cli;

import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.predictbench.bench.check.ClientCheck;
import org.predictbench.bench.check.ClientCheck.State;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.own.OwnClients;
import org.predictbench.client.PredictClientFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check-client",
    description = {
      "Holds a client of your own to what is expected of every client: the same bits out, errors,",
      "deadlines, cancellation, restarts, and nothing left after close.",
      "",
      "  check-client --class-path our.jar                   every client that the jar names",
      "  check-client com.acme.OurClientFactory --class-path 'our.jar:libs/*' --option pool=4",
      "",
      "Then measure it beside ours: run clients --class-path our.jar.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CheckClientCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "CLASS",
      description =
          "the factory's class (default: all that META-INF/services names in the class path)")
  private String className;

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      required = true,
      converter = ClassPathConverter.class,
      description = "the client's jars, as for java -cp, quoted: 'our.jar:libs/*'")
  private ClassPath classPath;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "an option of the client's own; repeat for each")
  private Map<String, String> options = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    List<String> classes =
        className != null
            ? List.of(className)
            : OwnClients.on(classPath).all().stream()
                .map(PredictClientFactory::getClass)
                .map(Class::getName)
                .toList();
    boolean held = true;
    for (String each : classes) {
      held &= check(each);
    }
    return held ? Cli.OK : Cli.FAILED;
  }

  private boolean check(String name) throws IOException {
    Map<String, String> client = new LinkedHashMap<>();
    client.put(OwnClient.CLASS, name);
    options.forEach((option, value) -> client.put(OwnClient.OPTION + option, value));
    System.out.println(name);
    Map<State, Integer> counts = new EnumMap<>(State.class);
    ClientCheck.run(
        OwnClient.of(client, classPath),
        finding -> {
          counts.merge(finding.state(), 1, Integer::sum);
          System.out.printf(
              "  %-11s %s%s%n",
              words(finding.state()),
              finding.promise(),
              finding.reason().isEmpty() ? "" : ": " + finding.reason());
        });
    int held = counts.getOrDefault(State.HELD, 0);
    int broken = counts.getOrDefault(State.BROKEN, 0);
    System.out.printf("%s%n%n", summary(held, broken));
    return held > 0 && broken == 0;
  }

  private static String summary(int held, int broken) {
    if (held == 0) {
      return "Nothing is held: such a client cannot be measured.";
    }
    return broken == 0
        ? "All is held. Next: 'run clients' with the same --class-path."
        : "%d broken. It can be measured as it is; what is broken shows as FAILED where a run meets it."
            .formatted(broken);
  }

  private static String words(State state) {
    return switch (state) {
      case HELD -> "held";
      case NOT_CARRIED -> "not carried";
      case BROKEN -> "BROKEN";
    };
  }
}
