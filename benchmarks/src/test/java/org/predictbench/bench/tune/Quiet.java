package org.predictbench.bench.tune;

/** Hears of a tuning run, and says nothing. */
final class Quiet implements Tuning.Listener {
  @Override
  public void onStage(String what, int measurements, double seconds) {}

  @Override
  public void onMeasured(Setting setting, Measurement measurement) {}
}
