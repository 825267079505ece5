package org.predictbench.bench;

import java.io.IOException;
import org.predictbench.bench.cli.Cli;
import org.predictbench.bench.cli.JmhArguments;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.process.QuietLogs;

/** Entry point of {@code benchmarks.jar}: our commands, and JMH for everything else. */
public final class Main {
  private static final String[] THE_MAIN_JOB = {"run", "ladder"};

  private Main() {}

  public static void main(String[] args) throws IOException {
    QuietLogs.install();
    if (args.length == 0) {
      System.exit(Cli.execute(THE_MAIN_JOB));
    } else if (Cli.knows(args[0])) {
      System.exit(Cli.execute(args));
    } else {
      org.openjdk.jmh.Main.main(prepared(args));
      if (JmhArguments.listParameters(args)) {
        JmhArguments.printValues(System.out);
      }
    }
  }

  private static String[] prepared(String... args) {
    try {
      return JmhArguments.prepare(args);
    } catch (InputException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(Cli.UNUSABLE);
      throw e;
    }
  }
}
