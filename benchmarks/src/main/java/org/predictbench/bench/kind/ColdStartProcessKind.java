package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import org.predictbench.bench.program.ProgramStart;
import org.predictbench.bench.result.CellKind;

/** A client program started for it makes one Predict call: timed from its start to its answer. */
@AutoService(CellKind.class)
public final class ColdStartProcessKind extends ProcessKind {
  @Override
  public String id() {
    return "cold-start-process";
  }

  @Override
  public CellRun run(RunTools tools) {
    return new ColdProcessRun(ProgramStart.shipped(tools.plans(), tools.scratch()), tools.clock());
  }
}
