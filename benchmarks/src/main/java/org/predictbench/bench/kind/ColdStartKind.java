package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import org.predictbench.bench.result.CellKind;

/** A JVM started for it makes one Predict call: timed from its start to its answer. */
@AutoService(CellKind.class)
public class ColdStartKind implements RunnableKind {
  @Override
  public String id() {
    return "cold-start";
  }

  @Override
  public boolean isProfilable() {
    return false;
  }

  /** Whether the JVM has an archive of the classes it loads. */
  boolean usesArchive() {
    return false;
  }

  @Override
  public final CellRun run(RunTools tools) {
    return new ColdStartRun(
        tools.json(), tools.plans(), tools.scratch(), tools.clock(), usesArchive());
  }
}
