package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import org.predictbench.bench.RawSocketBenchmark;
import org.predictbench.bench.result.CellKind;

/** The same bytes over a bare socket, to a process that only reads them: no gRPC, no model. */
@AutoService(CellKind.class)
public final class RawSocketKind extends JmhKind {
  /** Called by the service loader. */
  public RawSocketKind() {
    super("raw-socket", RawSocketBenchmark.class, "exchange");
  }

  @Override
  public boolean needsServer() {
    return false;
  }

  @Override
  public boolean sendsRequests() {
    return true;
  }

  @Override
  public boolean hasVariant() {
    return false;
  }

  @Override
  public boolean allowsValues() {
    return true;
  }
}
