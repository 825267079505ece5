package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import org.predictbench.bench.result.CellKind;

/** As {@link ColdStartKind}, with an archive of the classes that the JVM loads. */
@AutoService(CellKind.class)
public final class ColdStartCdsKind extends ColdStartKind {
  @Override
  public String id() {
    return "cold-start-cds";
  }

  @Override
  boolean usesArchive() {
    return true;
  }
}
