package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.client.PredictClients;
import org.predictbench.client.axis.Variant;

/**
 * As {@link PredictKind}, stamped on both sides, so that the parts of a call are measured one by
 * one.
 */
@AutoService(CellKind.class)
public final class AnatomyKind extends PredictKind {
  /** Called by the service loader. */
  public AnatomyKind() {
    super("anatomy");
  }

  @Override
  public boolean allowsCallers() {
    return false;
  }

  @Override
  public boolean isSlowable() {
    return false;
  }

  @Override
  public boolean hasCallParts() {
    return true;
  }

  @Override
  public void check(Cell cell) {
    PredictClients.requireTimeable(Variant.parse(cell.axes()));
  }
}
