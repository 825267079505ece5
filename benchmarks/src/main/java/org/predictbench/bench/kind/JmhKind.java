package org.predictbench.bench.kind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
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

  /** The benchmark's parameters. */
  Map<String, String> parameters(Suite suite, Cell cell, ServerUnderTest server) {
    Map<String, String> parameters = new LinkedHashMap<>(cell.client());
    parameters.put("batch", Integer.toString(cell.workload().batchOr(suite.batchSize())));
    if (cell.workload().values() > 0) {
      parameters.put("values", Integer.toString(cell.workload().values()));
    }
    return parameters;
  }

  @Override
  public final CellRun run(RunTools tools) {
    return new JmhCellRun(this, tools);
  }
}
