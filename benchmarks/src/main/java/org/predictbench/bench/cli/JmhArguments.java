package org.predictbench.bench.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.kind.EnumParameters;
import org.predictbench.bench.profile.JmhProfilers;

/**
 * Arguments for JMH's own main: values of axes are spelled as everywhere else, profilers find their
 * library, and a benchmark that fails fails the command.
 */
public final class JmhArguments {
  private static final String PARAMETER = "-p";
  private static final String FAIL_ON_ERROR = "-foe";
  private static final String LIST_PARAMETERS = "-lp";
  private static final Set<String> TELLING = Set.of("-h", "-l", LIST_PARAMETERS, "-lprof", "-lrf");

  private JmhArguments() {}

  /**
   * Makes of a user's arguments what JMH takes.
   *
   * @throws InputException for an unknown value of an axis, or a profiler that cannot work here
   */
  public static String[] prepare(String... arguments) {
    List<String> prepared = new ArrayList<>();
    Map<Class<?>, EnumParameters> benchmarks = benchmarks();
    boolean parameter = false;
    for (String argument : JmhProfilers.prepare(arguments)) {
      prepared.add(parameter ? inConstants(benchmarks, argument) : argument);
      parameter = argument.equals(PARAMETER);
    }
    if (!prepared.contains(FAIL_ON_ERROR)) {
      // JMH would print an empty table and exit with 0.
      prepared.addAll(List.of(FAIL_ON_ERROR, "true"));
    }
    return prepared.toArray(String[]::new);
  }

  /** As {@code encoding=float-val,direct} becomes {@code encoding=FLOAT_VAL,DIRECT}. */
  private static String inConstants(Map<Class<?>, EnumParameters> benchmarks, String argument) {
    String[] pair = argument.split("=", 2);
    if (pair.length < 2) {
      return argument;
    }
    String values =
        Arrays.stream(pair[1].split(",", -1))
            .map(value -> constant(benchmarks, pair[0], value).orElse(value))
            .collect(Collectors.joining(","));
    return pair[0] + "=" + values;
  }

  private static Optional<String> constant(
      Map<Class<?>, EnumParameters> benchmarks, String parameter, String value) {
    IllegalArgumentException unknown = null;
    for (EnumParameters known : benchmarks.values()) {
      try {
        Optional<String> constant = known.constant(parameter, value);
        if (constant.isPresent()) {
          return constant;
        }
      } catch (IllegalArgumentException e) {
        unknown = e;
      }
    }
    if (unknown != null) {
      throw new InputException("-p " + unknown.getMessage(), unknown);
    }
    return Optional.empty();
  }

  /** Whether a pattern selects a benchmark. */
  static boolean selects(String pattern) {
    return !BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
            List.of(pattern),
            List.of())
        .isEmpty();
  }

  /** Whether JMH is asked for the parameters, of which it prints only the default values. */
  public static boolean listParameters(String... arguments) {
    return List.of(arguments).contains(LIST_PARAMETERS);
  }

  /** Whether JMH is to tell something, and to run nothing. */
  public static boolean onlyTells(String... arguments) {
    return Stream.of(arguments).anyMatch(TELLING::contains);
  }

  /** Prints every value that a parameter takes, once for all benchmarks that have it. */
  public static void printValues(PrintStream out) {
    Map<String, TreeSet<String>> users = new LinkedHashMap<>();
    benchmarks()
        .forEach(
            (benchmark, parameters) ->
                parameters
                    .names()
                    .forEach(
                        name ->
                            users
                                .computeIfAbsent(
                                    "  -p %s=%s"
                                        .formatted(name, String.join(",", parameters.values(name))),
                                    line -> new TreeSet<>())
                                .add(benchmark.getSimpleName())));
    out.printf("%nAll values of these parameters, to be given as here:%n");
    users.forEach((line, names) -> out.printf("%s   (%s)%n", line, String.join(", ", names)));
  }

  private static Map<Class<?>, EnumParameters> benchmarks() {
    Map<Class<?>, EnumParameters> benchmarks = new LinkedHashMap<>();
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
                List.of())) {
      try {
        Class<?> benchmark = Class.forName(entry.getUserClassQName());
        benchmarks.put(benchmark, EnumParameters.of(benchmark));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("JMH lists a class that is not there", e);
      }
    }
    return benchmarks;
  }
}
