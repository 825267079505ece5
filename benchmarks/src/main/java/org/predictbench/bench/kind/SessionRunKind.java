package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import org.predictbench.bench.result.CellKind;

/** The server's own loop of {@code Session.run}: its share of the time, no step of a ladder. */
@AutoService(CellKind.class)
public final class SessionRunKind implements RunnableKind {
  @Override
  public String id() {
    return "session-run";
  }

  @Override
  public boolean hasVariant() {
    return false;
  }

  @Override
  public boolean isServerAlone() {
    return true;
  }

  @Override
  public boolean allowsCallers() {
    return true;
  }

  @Override
  public CellRun run(RunTools tools) {
    return new SessionRun(tools.plans(), tools.clock(), tools.counter());
  }
}
