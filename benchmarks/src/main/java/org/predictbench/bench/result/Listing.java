package org.predictbench.bench.result;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the runs of a suite are listed: nothing of it bears on what is measured.
 *
 * @param group the question of {@code index/groups.yaml} to which the suite belongs
 * @param headline name of the cell that says in a line what came out
 * @param against name of the cell with which that one is compared; if empty, the baseline
 */
public record Listing(Optional<String> group, Optional<String> headline, Optional<String> against) {
  /** For a suite that says nothing of it. */
  public static final Listing NONE =
      new Listing(Optional.empty(), Optional.empty(), Optional.empty());

  /** The keys {@code group}, {@code headline} and {@code against}, all of them optional. */
  public static Listing read(YamlFields suite) {
    return new Listing(
        optional(suite, "group"), optional(suite, "headline"), optional(suite, "against"));
  }

  private static Optional<String> optional(YamlFields suite, String key) {
    return suite.has(key) ? Optional.of(suite.text(key)) : Optional.empty();
  }

  /** What this says, and what {@code other} says where this says nothing. */
  public Listing or(Listing other) {
    return new Listing(
        group.or(other::group),
        headline.or(other::headline),
        // The two cells belong together.
        headline.isPresent() ? against : against.or(other::against));
  }

  /** The same without cells if one of the two is not among {@code names}. */
  public Listing among(Collection<String> names) {
    boolean known = Stream.concat(headline.stream(), against.stream()).allMatch(names::contains);
    return known ? this : new Listing(group, Optional.empty(), Optional.empty());
  }
}
