package org.predictbench.modelserver.export;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * The features of the recommender, one value a candidate each: 120 counts over time windows and 40
 * categories, all named.
 *
 * @param counts [batch] or [batch, 1] each, in the order of {@link #COUNTS}
 * @param categories likewise, in the order of {@link #CATEGORIES}
 */
record RecommenderFeatures(List<Operand<TFloat32>> counts, List<Operand<TInt64>> categories) {
  /** Names such as {@code user_clicks_7d}. */
  static final List<String> COUNTS =
      product(
          List.of("user", "item", "user_item"),
          product(
              List.of(
                  "impressions",
                  "clicks",
                  "carts",
                  "purchases",
                  "returns",
                  "ratings",
                  "searches",
                  "shares",
                  "dwell_seconds",
                  "revenue"),
              List.of("1h", "1d", "7d", "30d")));

  /** Names such as {@code item_brand_id}. */
  static final List<String> CATEGORIES =
      product(
          List.of("user", "item", "session", "page"),
          product(
              List.of(
                  "country",
                  "language",
                  "category",
                  "brand",
                  "device",
                  "segment",
                  "channel",
                  "cohort",
                  "seller",
                  "campaign"),
              List.of("id")));

  private static final Shape SCALAR = Shape.scalar();

  /** Placeholders named after the features. Of any rank, so that [batch, 1] passes, too. */
  static RecommenderFeatures fed(Ops tf) {
    return new RecommenderFeatures(
        COUNTS.stream()
            .<Operand<TFloat32>>map(name -> tf.withName(name).placeholder(TFloat32.class))
            .toList(),
        CATEGORIES.stream()
            .<Operand<TInt64>>map(name -> tf.withName(name).placeholder(TInt64.class))
            .toList());
  }

  /**
   * Features out of serialized tf.Examples.
   *
   * @param examples [batch]; a feature that an example lacks is 0
   */
  static RecommenderFeatures parsed(Ops tf, Operand<TString> examples) {
    List<String> keys = new ArrayList<>(COUNTS);
    keys.addAll(CATEGORIES);
    List<Operand<?>> defaults = new ArrayList<>();
    COUNTS.forEach(name -> defaults.add(tf.constant(0f)));
    CATEGORIES.forEach(name -> defaults.add(tf.constant(0L)));
    List<Operand<?>> values =
        Examples.dense(tf, examples, keys, defaults, SCALAR).stream()
            .<Operand<?>>map(value -> value)
            .toList();
    return new RecommenderFeatures(
        values.subList(0, COUNTS.size()).stream()
            .map(value -> value.asOutput().expect(TFloat32.class))
            .<Operand<TFloat32>>map(value -> value)
            .toList(),
        values.subList(COUNTS.size(), values.size()).stream()
            .map(value -> value.asOutput().expect(TInt64.class))
            .<Operand<TInt64>>map(value -> value)
            .toList());
  }

  private static List<String> product(List<String> first, List<String> second) {
    return first.stream().flatMap(f -> second.stream().map(s -> f + "_" + s)).toList();
  }
}
