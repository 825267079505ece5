package org.predictbench.bench.cli;

import java.util.List;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Refuses options that would have no effect beside others: none is ignored. */
final class InVain {
  private final ParseResult given;

  private InVain(ParseResult given) {
    this.given = given;
  }

  static InVain of(CommandSpec command) {
    return new InVain(command.commandLine().getParseResult());
  }

  /** Whether it was typed; a default value was not. */
  boolean has(String option) {
    return given.hasMatchedOption(option);
  }

  /**
   * Checks that none of the options was given, if {@code applies}.
   *
   * @param because what takes their effect away, such as {@code with --merge}
   * @throws InputException if one was
   */
  InVain refuse(boolean applies, String because, String... options) {
    return applies ? refuse(because, Stream.of(options).filter(this::has).toList()) : this;
  }

  /** Checks that nothing but these options was given, if {@code applies}. */
  InVain refuseAllBut(boolean applies, String because, String... kept) {
    List<String> known = List.of(kept);
    return applies
        ? refuse(
            because,
            given.matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !known.contains(name))
                .toList())
        : this;
  }

  private InVain refuse(String because, List<String> vain) {
    if (!vain.isEmpty()) {
      throw new InputException(
          "%s %s no effect %s: leave %s out"
              .formatted(
                  String.join(", ", vain),
                  vain.size() == 1 ? "has" : "have",
                  because,
                  vain.size() == 1 ? "it" : "them"));
    }
    return this;
  }
}
