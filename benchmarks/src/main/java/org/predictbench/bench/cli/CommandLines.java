package org.predictbench.bench.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Calls as they were typed. */
final class CommandLines {
  private CommandLines() {}

  /** The whole line that would repeat a call. */
  static String typed(CommandSpec spec) {
    List<String> words = new ArrayList<>(List.of("java -jar benchmarks/target/benchmarks.jar"));
    for (String word : spec.commandLine().getParseResult().originalArgs()) {
      words.add(word.matches("[\\w./:=@%+,-]+") ? word : "'" + word + "'");
    }
    return String.join(" ", words);
  }
}
