package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import java.util.Map;
import org.predictbench.bench.ImageBenchmark;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;

/** A JPEG is turned into features, before any call. */
@AutoService(CellKind.class)
public final class ImageKind extends JmhKind {
  /** Called by the service loader. */
  public ImageKind() {
    super("image", ImageBenchmark.class, "work");
  }

  @Override
  public boolean needsServer() {
    return false;
  }

  @Override
  public boolean hasVariant() {
    return false;
  }

  @Override
  Map<String, String> parameters(Suite suite, Cell cell, ServerUnderTest server) {
    return cell.client();
  }
}
