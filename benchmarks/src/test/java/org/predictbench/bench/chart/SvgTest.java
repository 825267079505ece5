package org.predictbench.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SvgTest {
  @Test
  void numbersAreShortAndTheSameEverywhere() {
    assertThat(Svg.number(3)).isEqualTo("3");
    assertThat(Svg.number(2.96)).isEqualTo("3");
    assertThat(Svg.number(1234567.25)).isEqualTo("1234567.3");
    assertThat(Svg.number(-0.34)).isEqualTo("-0.3");
    assertThat(Svg.number(-0.01)).isEqualTo("0");
    assertThatIllegalArgumentException().isThrownBy(() -> Svg.number(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Svg.number(1 / 0.));
  }

  @Test
  void textAndAttributesCannotBecomeMarkup() {
    Svg svg = new Svg();
    svg.text(1, 2, "", "</text><script>&\u0000\uD800");
    svg.shape("path", "<b>", "class", "\"><i");
    assertThat(svg.toString())
        .isEqualTo(
            """
            <text x="1" y="2">&lt;/text&gt;&lt;script&gt;&amp;\uFFFD\uFFFD</text>
            <path class="&quot;&gt;&lt;i"><title>&lt;b&gt;</title></path>
            """);
    assertThat(Svg.escaped("µ 中 😀")).isEqualTo("µ 中 😀");
  }

  @Test
  void textIsWrappedBetweenWordsAndCutWhereAWordIsTooLong() {
    assertThat(Text.wrapped("one two three", Text.width("one two")))
        .containsExactly("one two", "three");
    assertThat(Text.wrapped("", 50)).containsExactly("");
    assertThat(Text.wrapped("x".repeat(99), 60)).singleElement().asString().endsWith("x…");
    assertThat(Text.cut("😀😀😀", 30)).isEqualTo("😀…");
    assertThat(Text.width("中")).isGreaterThan(Text.width("a")).isLessThan(Text.width("aa"));
  }
}
