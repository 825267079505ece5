package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.OwnClientBenchmark;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.fork.ForkProperties;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;

/** A client that a user brings as a class calls Predict over the wire. */
@AutoService(CellKind.class)
public class OwnClientKind extends JmhKind {
  /** Called by the service loader. */
  public OwnClientKind() {
    super(OWN_CLIENT, OwnClientBenchmark.class, "predict");
  }

  @Override
  public boolean hasVariant() {
    return false;
  }

  @Override
  public boolean hasClient() {
    return true;
  }

  @Override
  public boolean allowsCallers() {
    return true;
  }

  @Override
  public void check(Cell cell) {
    if (!cell.client().containsKey(OwnClient.CLASS)) {
      throw new InputException(
          "cell '%s': client: names no class, such as {class: com.acme.OurClientFactory}"
              .formatted(cell.name()));
    }
    try {
      var unused = OwnClient.options(cell.client());
    } catch (InputException e) {
      throw new InputException("cell '%s': %s".formatted(cell.name(), e.getMessage()), e);
    }
  }

  @Override
  Map<String, String> parameters(Suite suite, Cell cell, ServerUnderTest server, ClassPath own) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("client", cell.client().get(OwnClient.CLASS));
    parameters.put("batch", Integer.toString(cell.workload().batchOr(suite.batchSize())));
    parameters.put(
        "target", server.target(OwnClient.of(cell.client(), own).transport()).toString());
    parameters.put("server", cell.server());
    parameters.put("model", server.model());
    parameters.put("signature", cell.workload().signature());
    parameters.put("outputs", String.join("+", cell.workload().outputs()));
    return parameters;
  }

  @Override
  List<String> jvmArguments(Cell cell, ClassPath own) {
    return ForkProperties.ownClientArguments(own, cell.client());
  }
}
