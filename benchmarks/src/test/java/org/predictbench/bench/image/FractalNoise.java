package org.predictbench.bench.image;

/**
 * Value noise summed over octaves, each of half the size and strength; the same for a seed always.
 */
final class FractalNoise {
  private final long seed;

  FractalNoise(long seed) {
    this.seed = seed;
  }

  /** From 0 to 1, smooth in both coordinates; the coarsest features are about 1 across. */
  double at(double x, double y, int octaves) {
    double sum = 0;
    double strengths = 0;
    double strength = 1;
    double frequency = 1;
    for (int octave = 0; octave < octaves; octave++) {
      sum += strength * smooth(x * frequency, y * frequency, octave);
      strengths += strength;
      strength /= 2;
      frequency *= 2;
    }
    return sum / strengths;
  }

  private double smooth(double x, double y, int octave) {
    long column = (long) Math.floor(x);
    long row = (long) Math.floor(y);
    double u = ease(x - column);
    double v = ease(y - row);
    double above = mix(lattice(column, row, octave), lattice(column + 1, row, octave), u);
    double below = mix(lattice(column, row + 1, octave), lattice(column + 1, row + 1, octave), u);
    return mix(above, below, v);
  }

  private double lattice(long column, long row, int octave) {
    // The finaliser of SplitMix64, over the position.
    long z = seed + column * 0x9e3779b97f4a7c15L + row * 0xd1b54a32d192ed03L + octave * 0x5851f42dL;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1.0p-53;
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }

  static double mix(double from, double to, double t) {
    return from + (to - from) * t;
  }
}
