package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import java.util.Map;
import org.predictbench.bench.PredictBenchmark;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.axis.Variant;

/** A client variant calls Predict over the wire. */
@AutoService(CellKind.class)
public class PredictKind extends JmhKind {
  /** Called by the service loader. */
  public PredictKind() {
    this(DEFAULT);
  }

  PredictKind(String id) {
    super(id, PredictBenchmark.class, "predict");
  }

  @Override
  public boolean allowsCallers() {
    return true;
  }

  @Override
  public boolean isSlowable() {
    return true;
  }

  @Override
  Map<String, String> parameters(Suite suite, Cell cell, ServerUnderTest server) {
    Variant variant = Variant.parse(cell.axes());
    Map<String, String> parameters = super.parameters(suite, cell, server);
    parameters.putAll(variant.axes());
    parameters.put("target", target(variant, server));
    parameters.put("server", cell.server());
    parameters.put("model", server.model());
    parameters.put("signature", cell.workload().signature());
    parameters.put("outputs", String.join("+", cell.workload().outputs()));
    return parameters;
  }

  /** Where the benchmark sends its calls. */
  String target(Variant variant, ServerUnderTest server) {
    return server.target(variant.transport()).toString();
  }
}
