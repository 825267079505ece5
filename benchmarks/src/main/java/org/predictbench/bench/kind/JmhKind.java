package org.predictbench.bench.kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;

/** Measured by a JMH fork, of one method of a benchmark class. */
abstract class JmhKind implements RunnableKind {
  private final String id;
  private final Class<?> benchmark;
  private final String method;

  JmhKind(String id, Class<?> benchmark, String method) {
    this.id = id;
    this.benchmark = benchmark;
    this.method = method;
  }

  @Override
  public final String id() {
    return id;
  }

  /** The pattern that names the method to JMH. */
  final String include() {
    return "^" + Pattern.quote(benchmark.getName() + "." + method) + "$";
  }

  @Override
  public boolean allowsJvm() {
    return true;
  }

  @Override
  public void check(Cell cell) {
    if (!hasVariant()) {
      EnumParameters.of(benchmark).requireAll(id, cell.client());
    }
  }

  /**
   * The benchmark's parameters as JMH takes them.
   *
   * @param own where a user's client is
   */
  final Map<String, String> jmhParameters(
      Suite suite, Cell cell, ServerUnderTest server, ClassPath own) {
    return EnumParameters.of(benchmark).asConstants(parameters(suite, cell, server, own));
  }

  /** The benchmark's parameters, of a kind that calls a user's client. */
  Map<String, String> parameters(Suite suite, Cell cell, ServerUnderTest server, ClassPath own) {
    return parameters(suite, cell, server);
  }

  /** What forks of this kind are given beside what all are. */
  List<String> jvmArguments(Cell cell, ClassPath own) {
    return List.of();
  }

  /** The benchmark's parameters. */
  Map<String, String> parameters(Suite suite, Cell cell, ServerUnderTest server) {
    Map<String, String> parameters = new LinkedHashMap<>(cell.axes());
    parameters.put("batch", Integer.toString(cell.workload().batchOr(suite.batchSize())));
    return parameters;
  }

  @Override
  public final CellRun run(RunTools tools) {
    return new JmhCellRun(this, tools);
  }
}
