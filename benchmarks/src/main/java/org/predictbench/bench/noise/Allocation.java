package org.predictbench.bench.noise;

import java.util.Optional;
import org.predictbench.bench.stats.DetectableDifference;

/**
 * How many rounds, and how many passes in each, show a difference of a given size at the least
 * cost. Passes are cheap and lower the noise of slices alone; rounds pay for new servers and forks
 * and lower all of it.
 *
 * @param passes recorded time slices of a cell in a round
 * @param seconds that the run takes
 * @see <a href="https://doi.org/10.1145/2464157.2464160">T. Kalibera, R. Jones, "Rigorous
 *     Benchmarking in Reasonable Time", ISMM 2013, section 6, on the optimum between levels</a>
 */
public record Allocation(int rounds, int passes, double seconds) {
  /** Intervals of fewer rest too much on the luck of one. */
  private static final int FEWEST_ROUNDS = 4;

  private static final int MOST_ROUNDS = 200;
  private static final int MOST_PASSES = 100;

  /** What a pilot finds is too low half the time. */
  private static final double RESERVE = 1.25;

  /**
   * What a run costs.
   *
   * @param round seconds for starting and warming up what a round needs
   * @param pass seconds for one recorded pass over all cells
   */
  public record Cost(double round, double pass) {
    double seconds(int rounds, int passes) {
      return rounds * (round + passes * pass);
    }
  }

  /**
   * The cheapest; empty if nothing within reason shows it.
   *
   * @param share difference to be shown between one step and the next, such as 0.02
   */
  public static Optional<Allocation> detecting(double share, ControlNoise noise, Cost cost) {
    Allocation best = null;
    for (int rounds = FEWEST_ROUNDS; rounds <= MOST_ROUNDS; rounds++) {
      for (int passes = 2; passes <= MOST_PASSES; passes++) {
        double seconds = cost.seconds(rounds, passes);
        if (best != null && seconds >= best.seconds()) {
          break;
        }
        if (detectable(noise, rounds, passes) <= share) {
          best = new Allocation(rounds, passes, seconds);
          break;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** The smallest difference that so many rounds and passes show in four of five runs. */
  static double detectable(ControlNoise noise, int rounds, int passes) {
    double variance = 2 * RESERVE * (noise.fork() + noise.slice() / passes);
    return Math.expm1(DetectableDifference.errors(rounds - 1.0) * Math.sqrt(variance / rounds));
  }
}
