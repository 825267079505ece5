package org.predictbench.bench;

import java.io.IOException;
import java.util.Locale;
import org.predictbench.bench.cli.Cli;
import org.predictbench.bench.cli.JmhArguments;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.process.PlainOutput;
import org.predictbench.bench.process.QuietLogs;
import org.predictbench.bench.run.HarnessLock;

/** Entry point of {@code benchmarks.jar}: our commands, and JMH for everything else. */
public final class Main {
  private static final String[] THE_MAIN_JOB = {"run", "ladder"};

  private Main() {}

  public static void main(String[] args) throws IOException {
    QuietLogs.install();
    PlainOutput.install();
    // Numbers, and so tables and files, read the same in every language: 0.5, not 0,5.
    Locale.setDefault(Locale.ROOT);
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
      Cli.requireMeantForJmh(args[0]);
      String[] prepared = JmhArguments.prepare(args);
      if (!JmhArguments.onlyTells(args)) {
        HarnessLock.requireFree();
      }
      return prepared;
    } catch (InputException e) {
      throw exit(Cli.UNUSABLE, e);
    } catch (IllegalStateException | IOException e) {
      throw exit(Cli.FAILED, e);
    }
  }

  private static IllegalStateException exit(int status, Exception failure) {
    System.err.println("error: " + FailureText.of(failure));
    System.exit(status);
    return new IllegalStateException(failure);
  }
}
