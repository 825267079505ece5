package org.predictbench.client;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.predictbench.client.axis.Axis;
import org.predictbench.client.axis.Variant;

/** Sets of variants for tests. */
final class Variants {
  private Variants() {}

  /** Every combination that makes sense and can run here. */
  static List<Variant> all() {
    List<Variant> all = List.of(Variant.naive());
    for (Class<? extends Axis> axis : Axis.all()) {
      List<Variant> crossed = new ArrayList<>();
      for (Variant variant : all) {
        for (Axis value : axis.getEnumConstants()) {
          crossed.add(variant.with(value));
        }
      }
      all = crossed;
    }
    return all.stream().filter(variant -> variant.unavailable().isEmpty()).toList();
  }

  /** A few of those in which every value of every axis occurs. */
  static List<Variant> eachValue(List<Variant> all) {
    return covering(all, variant -> variant.axes().entrySet().stream().map(Object::toString));
  }

  /**
   * Some of those in which every pair of values that can meet does meet: what most faults of a
   * combination need to show, at a hundredth of the calls.
   */
  static List<Variant> pairwise(List<Variant> all) {
    return covering(all, Variants::pairs);
  }

  private static Stream<String> pairs(Variant variant) {
    List<Map.Entry<String, String>> values = List.copyOf(variant.axes().entrySet());
    return IntStream.range(0, values.size())
        .boxed()
        .flatMap(i -> values.subList(0, i).stream().map(other -> other + " " + values.get(i)));
  }

  /** Takes the variant with the most that is new, until nothing is. */
  private static List<Variant> covering(
      List<Variant> all, Function<Variant, Stream<String>> traits) {
    // As bits, since each of some ten thousand variants is looked at once for each that is chosen.
    Map<String, Integer> numbers = new HashMap<>();
    List<BitSet> has = new ArrayList<>();
    BitSet open = new BitSet();
    for (Variant variant : all) {
      BitSet bits = new BitSet();
      traits
          .apply(variant)
          .forEach(trait -> bits.set(numbers.computeIfAbsent(trait, key -> numbers.size())));
      has.add(bits);
      open.or(bits);
    }
    List<Variant> chosen = new ArrayList<>();
    while (!open.isEmpty()) {
      int best = 0;
      int most = -1;
      for (int i = 0; i < all.size(); i++) {
        BitSet fresh = (BitSet) open.clone();
        fresh.and(has.get(i));
        if (fresh.cardinality() > most) {
          most = fresh.cardinality();
          best = i;
        }
      }
      chosen.add(all.get(best));
      open.andNot(has.get(best));
    }
    return chosen;
  }
}
