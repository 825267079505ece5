package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.SuiteYaml;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.stats.Summary;

class LadderPlotTest {
  private static final String LONG = "Netty, epoll, wrapped tensor_content, and more of it";

  @Test
  void theLongestLabelHasRoom() {
    Suite suite =
        SuiteYaml.read("x", SuiteYaml.write(Synthetic.suite(2)).replace("+ kept channel", LONG));
    assertThat(suite.cells()).extracting(Cell::step).contains(LONG);
    String svg = LadderPlot.render(Summary.of(suite, List.of(), 1));
    Matcher label =
        Pattern.compile("<text x=\"(\\d+)\"[^>]*text-anchor=\"end\">" + LONG).matcher(svg);
    assertThat(label.find()).isTrue();
    // It ends there; at font size 13 a character is about 7 wide.
    assertThat(Integer.parseInt(label.group(1))).isGreaterThan(7 * LONG.length());
  }
}
