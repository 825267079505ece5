package org.predictbench.bench.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the model answered, so that a fast but wrong cell is caught.
 *
 * @param predictedClass the reply's class index of the first row, -1 where there is none
 * @param bitsSha256 SHA-256 over the bits of all outputs, in hex: equal only if bit-identical
 * @param probabilities the first row of the first float output, compared within a tolerance across
 *     server configs
 * @param outputs alias to type and hash of each output, as {@link #hash} writes it; empty in runs
 *     of earlier versions
 * @param otherFloats alias to the first values of each other floating output, compared likewise
 * @param requests a hash of the answer to each request of a set, in the set's order, null where
 *     there was none; empty if there is but one request
 */
public record Answer(
    long predictedClass,
    String bitsSha256,
    List<Float> probabilities,
    Map<String, String> outputs,
    Map<String, List<Float>> otherFloats,
    List<String> requests) {
  private static final int SHORT = 16;

  public Answer {
    probabilities = probabilities == null ? List.of() : List.copyOf(probabilities);
    otherFloats =
        otherFloats == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(otherFloats));
    outputs = outputs == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(outputs));
    // Not List.copyOf: a place may be empty.
    requests =
        requests == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(requests));
  }

  /** Of one request, whose outputs are not told apart. */
  public Answer(long predictedClass, String bitsSha256, List<Float> probabilities) {
    this(predictedClass, bitsSha256, probabilities, Map.of(), Map.of(), List.of());
  }

  /** The same with hashes of the answers to all requests. */
  public Answer withRequests(List<String> hashes) {
    return new Answer(predictedClass, bitsSha256, probabilities, outputs, otherFloats, hashes);
  }

  /** An output's type and the beginning of its hash. */
  public static String hash(String dtype, String sha256) {
    return dtype + " " + shortened(sha256);
  }

  /** The type of an output that {@link #hash} wrote. */
  public static String typeOf(String hash) {
    return hash.substring(0, hash.indexOf(' '));
  }

  /** The beginning of a hash, which is enough to tell answers apart. */
  public static String shortened(String sha256) {
    return sha256.substring(0, SHORT);
  }
}
