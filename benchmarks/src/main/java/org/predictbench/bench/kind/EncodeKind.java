package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import org.predictbench.bench.EncodingBenchmark;
import org.predictbench.bench.result.CellKind;

/** A request is turned into bytes: no network. */
@AutoService(CellKind.class)
public final class EncodeKind extends JmhKind {
  /** Called by the service loader. */
  public EncodeKind() {
    super("encode", EncodingBenchmark.class, "encode");
  }

  @Override
  public boolean needsServer() {
    return false;
  }

  @Override
  public boolean sendsRequests() {
    return true;
  }
}
