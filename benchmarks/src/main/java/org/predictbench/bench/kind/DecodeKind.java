package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import org.predictbench.bench.DecodingBenchmark;
import org.predictbench.bench.result.CellKind;

/** A reply's bytes are read: no network. */
@AutoService(CellKind.class)
public final class DecodeKind extends JmhKind {
  /** Called by the service loader. */
  public DecodeKind() {
    super("decode", DecodingBenchmark.class, "decode");
  }

  @Override
  public boolean needsServer() {
    return false;
  }

  @Override
  public boolean hasVariant() {
    return false;
  }
}
