package org.predictbench.bench.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.predictbench.bench.chart.Bar;
import org.predictbench.bench.chart.BarChart;
import org.predictbench.bench.chart.Colour;
import org.predictbench.bench.chart.Figure;

/**
 * What a call costs each process of each cell, its layers side by side; the largest have colours.
 */
final class LayerBars {
  private static final List<Colour> COLOURS =
      List.of(
          Colour.BLUE,
          Colour.AMBER,
          Colour.TEAL,
          Colour.PURPLE,
          Colour.SKY,
          Colour.VERMILLION,
          Colour.SLATE);
  private static final String REST = "all other layers";

  private LayerBars() {}

  /** Where the plot of an event is kept. */
  static String file(ProfileEvent event) {
    return "plots/layers-" + event.id() + ".svg";
  }

  static Figure of(Section section) {
    List<String> layers = largest(section);
    String words = section.event().words();
    return new Figure(
        ProfilePage.capital(words) + " of one call, by layer",
        words + " of one call by layer, a bar a process; the tables have the numbers",
        List.of(
            new BarChart(
                section.parts().stream().map(part -> bar(section.event(), part, layers)).toList(),
                "",
                amount -> CellTables.tick(section.event(), amount))));
  }

  private static List<String> largest(Section section) {
    Map<String, Double> sums = new TreeMap<>();
    section
        .parts()
        .forEach(part -> part.weights().layers().forEach((l, w) -> sums.merge(l, w, Double::sum)));
    return sums.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(COLOURS.size())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Bar bar(ProfileEvent event, Section.Part part, List<String> layers) {
    List<Bar.Part> parts = new ArrayList<>();
    double from = 0;
    for (int i = 0; i < layers.size(); i++) {
      double weight = part.weights().layer(layers.get(i));
      parts.add(piece(event, layers.get(i), from, weight, COLOURS.get(i)));
      from += weight;
    }
    parts.add(piece(event, REST, from, part.weights().whole() - from, Colour.GREY_LIGHT));
    return new Bar(
        part.cell().asked() + ", " + part.process(),
        parts,
        Double.NaN,
        Double.NaN,
        CellTables.amount(event, part.weights().whole()),
        "",
        Colour.MUTED);
  }

  private static Bar.Part piece(
      ProfileEvent event, String layer, double from, double weight, Colour colour) {
    return new Bar.Part(
        layer,
        from,
        from + Math.max(0, weight),
        colour,
        false,
        layer + ": " + CellTables.amount(event, weight));
  }
}
