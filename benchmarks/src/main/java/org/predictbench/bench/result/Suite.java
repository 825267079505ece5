package org.predictbench.bench.result;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A question, the cells that answer it and the protocol by which they are measured.
 *
 * @param warmup time spent in each fork before anything is recorded
 * @param measure time recorded in each fork
 * @param turn longest time that a fork runs before the others have theirs; warm-up and measured
 *     time are made of such turns
 * @param baseline name of the cell to which all ratios refer
 * @param control name of the A/A control: the baseline once more, under another name
 * @param maxControlHalfWidth widest acceptable half width of the control's ratio interval
 * @param tolerance largest acceptable difference of a probability across server configs
 */
public record Suite(
    String name,
    String question,
    String model,
    int batchSize,
    int rounds,
    Duration warmup,
    Duration measure,
    Duration turn,
    String baseline,
    String control,
    double maxControlHalfWidth,
    double tolerance,
    List<Cell> cells) {

  public Suite {
    cells = List.copyOf(cells);
  }

  /** Turns of each fork before anything is recorded. */
  public int warmupTurns() {
    return turns(warmup);
  }

  /** Turns of each fork that are recorded. */
  public int measuredTurns() {
    return turns(measure);
  }

  private int turns(Duration time) {
    return (int) time.plus(turn).minusNanos(1).dividedBy(turn);
  }

  public Optional<Cell> cell(String cellName) {
    return cells.stream().filter(cell -> cell.name().equals(cellName)).findFirst();
  }

  /** The same suite with another number of rounds. */
  public Suite withRounds(int newRounds) {
    return new Suite(
        name,
        question,
        model,
        batchSize,
        newRounds,
        warmup,
        measure,
        turn,
        baseline,
        control,
        maxControlHalfWidth,
        tolerance,
        cells);
  }

  /** The same suite on another model. */
  public Suite withModel(String newModel) {
    return new Suite(
        name,
        question,
        newModel,
        batchSize,
        rounds,
        warmup,
        measure,
        turn,
        baseline,
        control,
        maxControlHalfWidth,
        tolerance,
        cells);
  }
}
