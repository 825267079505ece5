package org.predictbench.bench.run;

import java.io.PrintStream;
import java.nio.file.Path;

/** On Ctrl-C: says what is kept and how to go on. The data itself is on disk already. */
final class Interruption {
  private final Thread hook;

  Interruption(Path directory, PrintStream out) {
    hook =
        new Thread(
            () ->
                out.printf(
                    "%ninterrupted; all finished rounds are kept. Go on with:%n"
                        + "  java -jar benchmarks.jar run --resume %s%n",
                    directory));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The run got to its end. Idempotent. */
  void disarm() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is on its way down: the hook runs, as it should.
    }
  }
}
