package org.predictbench.bench.noise;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

/**
 * Forks whose calls stray by known amounts, level by level: standard deviations of the logarithm of
 * a call's time.
 */
public record SlicedForks(double call, double slice, double fork, double round) {
  private static final int CALLS = 8;

  /** Of every cell of the suite in every round, each with that many slices. */
  public List<ForkRecord> of(Suite suite, int slices, Random random) {
    List<ForkRecord> forks = new ArrayList<>();
    for (int r = 1; r <= suite.protocol().rounds(); r++) {
      double shared = round * random.nextGaussian();
      for (int c = 0; c < suite.cells().size(); c++) {
        double own = shared + fork * random.nextGaussian();
        forks.add(fork(suite.cells().get(c).name(), r, c + 1, own, slices, random));
      }
    }
    return forks;
  }

  /** One fork, slower than a millisecond a call by that logarithm. */
  public ForkRecord fork(
      String cell, int inRound, int position, double slower, int slices, Random random) {
    ObjectNode jmh = JsonNodeFactory.instance.objectNode();
    ArrayNode raw = jmh.putObject("primaryMetric").putArray("rawDataHistogram").addArray();
    List<long[]> histogram = new ArrayList<>();
    for (int s = 0; s < slices; s++) {
      double ofSlice = slower + slice * random.nextGaussian();
      ArrayNode samples = raw.addArray();
      for (int i = 0; i < CALLS; i++) {
        double micros = 1000 * Math.exp(ofSlice + call * random.nextGaussian());
        samples.addArray().add(micros).add(1);
        histogram.add(new long[] {Math.round(micros * 1000), 1});
      }
    }
    return Synthetic.withJmh(Synthetic.fork(cell, inRound, position, histogram), jmh);
  }
}
