package org.predictbench.bench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a whole drawing holds, whatever it is of. */
class FigureTest {
  private static final String HOSTILE = "</text><script>alert(1)</script> & \"a\" \u0001";
  private static final double NONE = Double.NaN;

  @Test
  void aFileIsWellFormedWhateverTheNames() throws Exception {
    Bar bar = bar(HOSTILE, 3, 2, 4);
    LineChart lines = lines(List.of(line(HOSTILE, 0, 1, 2, 3)));
    Document file = parsed(new Figure(HOSTILE, HOSTILE, List.of(bars(bar), lines)).file());
    assertThat(file.getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(file)).filteredOn(text -> text.contains("alert(1)")).hasSizeGreaterThan(2);
    assertThat(file.getElementsByTagName("style").item(0).getTextContent())
        .contains("prefers-color-scheme: dark");
  }

  @ParameterizedTest
  @ValueSource(doubles = {260, 400, 860})
  void nothingSticksOutAtAnyWidth(double width) throws Exception {
    List<Bar> bars =
        IntStream.range(0, 21)
            .mapToObj(i -> bar("quite a long name of a cell, with options " + i, i, i, 1.2 * i))
            .toList();
    List<Mark> lines = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      lines.add(line("quite a long name of a line, with options " + i, i, 1, 10, 1000 + i));
    }
    Figure figure = new Figure("", "", List.of(bars(bars.toArray(Bar[]::new)), lines(lines)));
    Document svg = parsed(figure.html(width));
    double height =
        Double.parseDouble(svg.getDocumentElement().getAttribute("viewBox").split(" ", -1)[3]);
    for (Element text : elements(svg, "text")) {
      double room = Text.width(text.getTextContent());
      double x = Double.parseDouble(text.getAttribute("x"));
      Set<String> css = Set.of(text.getAttribute("class").split(" ", -1));
      double left = css.contains("end") ? x - room : css.contains("middle") ? x - room / 2 : x;
      assertThat(left).as(text.getTextContent()).isGreaterThanOrEqualTo(-1);
      assertThat(left + room).as(text.getTextContent()).isLessThanOrEqualTo(width + 8);
      assertThat(Double.parseDouble(text.getAttribute("y"))).isBetween(0., height);
    }
  }

  @Test
  void namesBesideThePanelDoNotCoverEachOther() throws Exception {
    List<Mark> lines = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      lines.add(line("line " + i, i, 1, 10, 500));
    }
    Document svg = parsed(new Figure("", "", List.of(lines(lines))).html(860));
    double[] heights =
        elements(svg, "text").stream()
            .filter(text -> text.getTextContent().startsWith("line "))
            .mapToDouble(text -> Double.parseDouble(text.getAttribute("y")))
            .sorted()
            .toArray();
    assertThat(heights).hasSize(21);
    IntStream.range(1, 21).forEach(i -> assertThat(heights[i] - heights[i - 1]).isGreaterThan(15));
    Set<Stroke> strokes = new HashSet<>();
    IntStream.range(0, 21).forEach(i -> strokes.add(Stroke.series(i)));
    assertThat(strokes).hasSize(21);
  }

  @Test
  void whatIsNotANumberLeavesAGap() throws Exception {
    LineChart chart =
        new LineChart(
            "",
            new Axis("x", Scale.fromZero(5), Double::toString),
            new Axis("y", Scale.logarithmic(1, 10), Double::toString),
            List.of(
                line("gap", 0, 1, 2, NONE, 4, 0, 9),
                line("nothing", 1, NONE),
                new Mark.Dot(new Mark.Point(1, NONE), Colour.BLUE, false, ""),
                new Mark.Interval(1, NONE, 2, Colour.BLUE, true),
                new Mark.Limit("no limit", NONE, Stroke.series(0))),
            100);
    Document svg = parsed(new Figure("", "", List.of(chart)).html(400));
    List<Element> paths =
        elements(svg, "path").stream()
            .filter(path -> path.getElementsByTagName("title").getLength() > 0)
            .toList();
    // A pair, and two points alone, which are dots.
    assertThat(paths).hasSize(1);
    assertThat(paths.get(0).getAttribute("d")).matches("M[^ML]+L[^ML]+M[^ML]+h0M[^ML]+h0");
    assertThat(texts(svg)).contains("gap").doesNotContain("nothing", "no limit");
    assertThat(elements(svg, "circle")).isEmpty();
  }

  @Test
  void emptyChartsAreDrawnAllTheSame() throws Exception {
    Figure figure = new Figure("", "", List.of(bars(), lines(List.of())));
    parsed(figure.html(400));
    parsed(figure.file());
    assertThat(figure.html()).contains("class=\"chart wide\"", "class=\"chart narrow\"");
  }

  @Test
  void aBarHasItsPartsItsWhiskerAndItsWords() throws Exception {
    Bar failed = new Bar("none", List.of(), NONE, NONE, "", "FAILED", Colour.RED);
    Document svg =
        parsed(new Figure("", "", List.of(bars(bar("a", 50, 40, 100), failed))).html(700));
    Element part = elements(svg, "rect").get(1);
    Element whisker =
        elements(svg, "path").stream()
            .filter(path -> path.getAttribute("class").startsWith("whisker"))
            .findFirst()
            .orElseThrow();
    double zero = Double.parseDouble(part.getAttribute("x"));
    double unit = Double.parseDouble(part.getAttribute("width")) / 50;
    String[] ends = whisker.getAttribute("d").split("[ML ]", -1);
    assertThat(Double.parseDouble(ends[1])).isCloseTo(zero + 40 * unit, within(0.2));
    assertThat(Double.parseDouble(ends[ends.length - 2])).isCloseTo(zero + 100 * unit, within(0.2));
    assertThat(part.getTextContent()).isEqualTo("hover");
    assertThat(texts(svg)).contains("FAILED", "50 ms", "meant");
  }

  private static Bar bar(String name, double value, double low, double high) {
    return new Bar(
        name,
        List.of(new Bar.Part("meant", 0, value, Colour.BLUE, false, "hover")),
        low,
        high,
        Svg.number(value) + " ms",
        "× 1.000",
        Colour.MUTED);
  }

  private static BarChart bars(Bar... bars) {
    return new BarChart(List.of(bars), "what it is", Svg::number);
  }

  /** Its values at x = 1, 2, 3 and so on. */
  private static Mark.Line line(String name, int style, double... values) {
    List<Mark.Point> points = new ArrayList<>();
    for (double value : values) {
      points.add(new Mark.Point(points.size() + 1, value));
    }
    return new Mark.Line(name, Stroke.series(style), points);
  }

  private static LineChart lines(List<Mark> marks) {
    return new LineChart(
        "heading",
        new Axis("across", Scale.fromZero(4), Svg::number),
        new Axis("up", Scale.logarithmic(1, 1000), Svg::number),
        marks,
        150);
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> texts(Document svg) {
    return elements(svg, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(Document svg, String name) {
    NodeList found = svg.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }
}
