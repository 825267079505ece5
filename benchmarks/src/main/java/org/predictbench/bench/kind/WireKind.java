package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import org.predictbench.bench.fork.ForkContext;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.axis.Variant;

/** A client variant calls a server of HTTP/2 that only reads and answers: no model. */
@AutoService(CellKind.class)
public final class WireKind extends PredictKind {
  /** Called by the service loader. */
  public WireKind() {
    super("wire");
  }

  @Override
  public boolean needsServer() {
    return false;
  }

  @Override
  public boolean allowsValues() {
    return true;
  }

  @Override
  public boolean sendsRequests() {
    return true;
  }

  @Override
  public boolean isWholeCall() {
    return true;
  }

  @Override
  public boolean isSlowable() {
    return false;
  }

  @Override
  String target(Variant variant, ServerUnderTest server) {
    return ForkContext.WIRE;
  }
}
