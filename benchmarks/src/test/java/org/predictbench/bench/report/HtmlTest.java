package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void whatIsNotOurMarkupStaysText() {
    assertThat(Html.inline("`a<b>` **c** [d.csv](d.csv) <script> & \"e\""))
        .isEqualTo(
            "<code>a&lt;b&gt;</code> <strong>c</strong> <a href=\"d.csv\">d.csv</a>"
                + " &lt;script&gt; &amp; &quot;e&quot;");
  }

  @Test
  void anIntervalStandsBelowItsValueAndMark() {
    Table table = Table.of(List.of(List.of("x", "ratio"), List.of("a", "0.9 [0.8, 1.0] ~")));
    assertThat(Html.table("t", table))
        .contains("<td>0.9 ~ <span class=\"ci\">[0.8, 1.0]</span></td>");
  }
}
