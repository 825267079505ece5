package org.predictbench.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeatMapTest {
  private static final double LEAST_CONTRAST = 4.5;

  private static final HeatMap MAP =
      new HeatMap(
          List.of("a row with a long name", "another"),
          List.of("1 caller", "8 callers"),
          List.of(List.of(tile("12 ms"), tile("80 ms")), List.of(tile("9 ms"), Optional.empty())),
          "p50",
          List.of(new HeatMap.Meaning(Colour.SAME, "no difference shown")));

  private static Optional<HeatMap.Tile> tile(String value) {
    return Optional.of(
        new HeatMap.Tile(Colour.SAME, List.of(value, "[0.123456789012345678, 0.2]"), ""));
  }

  @ParameterizedTest
  @EnumSource(
      value = Colour.class,
      names = {"FASTER_.", "SAME", "SLOWER_."},
      mode = EnumSource.Mode.MATCH_ANY)
  void textStandsOutFromEveryTile(Colour colour) {
    assertThat(contrast(Colour.INK, colour, Colour::light)).isGreaterThan(LEAST_CONTRAST);
    assertThat(contrast(Colour.INK, colour, Colour::dark)).isGreaterThan(LEAST_CONTRAST);
  }

  /** Without seeing hues, too: each shade of a direction is lighter or darker than the next. */
  @Test
  void shadesDifferInLightness() {
    for (Function<Colour, String> scheme :
        List.<Function<Colour, String>>of(Colour::light, Colour::dark)) {
      for (String direction : List.of("FASTER_", "SLOWER_")) {
        List<Double> shades = new ArrayList<>();
        shades.add(luminance(scheme.apply(Colour.SAME)));
        for (int i = 1; i <= 3; i++) {
          shades.add(luminance(scheme.apply(Colour.valueOf(direction + i))));
        }
        List<Double> sorted = shades.stream().sorted().toList();
        assertThat(shades).isIn(sorted, reversed(sorted));
      }
    }
  }

  @Test
  void whatDoesNotFitIntoATileIsLeftOutAndNeverItsValue() {
    Svg wide = new Svg();
    Svg narrow = new Svg();
    MAP.draw(wide, 860, 0);
    MAP.draw(narrow, 200, 0);

    assertThat(wide.toString()).contains(">12 ms<", ">[0.123456789012345678, 0.2]<");
    assertThat(narrow.toString()).contains(">12 ms<", ">80 ms<").doesNotContain("0.1234567");
    assertThat(narrow.toString()).contains("no difference shown");
  }

  private static List<Double> reversed(List<Double> list) {
    List<Double> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  private static double contrast(Colour one, Colour other, Function<Colour, String> scheme) {
    double a = luminance(scheme.apply(one));
    double b = luminance(scheme.apply(other));
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** As WCAG 2.2 defines it. */
  private static double luminance(String hex) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(hex.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      sum += weights[i] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }
}
