package org.predictbench.bench.chart;

import java.util.List;
import java.util.Optional;

/**
 * A table of coloured tiles, names of columns above and of rows beside them; on a narrow page each
 * row's name stands above its tiles.
 *
 * @param tiles by row, then by column; empty where there is nothing
 * @param label what the tiles show; may be empty
 * @param key what the colours mean
 */
public record HeatMap(
    List<String> rows,
    List<String> columns,
    List<List<Optional<Tile>>> tiles,
    String label,
    List<Meaning> key)
    implements Chart {
  private static final double GAP = 3;
  private static final double PAD = 10;

  /** Of the width, for names beside the tiles. */
  private static final double MOST_NAMES = 0.3;

  /** Small text is narrower than {@link Text} thinks. */
  private static final double SMALL = 0.89;

  /**
   * One cell.
   *
   * @param lines the first in bold; those that are wider than the tile are left out
   * @param title on hovering
   */
  public record Tile(Colour colour, List<String> lines, String title) {
    public Tile {
      lines = List.copyOf(lines);
    }
  }

  /** What a colour stands for. */
  public record Meaning(Colour colour, String words) {}

  public HeatMap {
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    tiles = tiles.stream().map(List::copyOf).toList();
    key = List.copyOf(key);
  }

  @Override
  public double draw(Svg svg, double width, double top) {
    return new Drawing(svg, width).draw(top);
  }

  /** One drawing of the chart. */
  private final class Drawing {
    private final Svg svg;
    private final double width;
    private final boolean wide;
    private final double left;
    private final double step;

    Drawing(Svg svg, double width) {
      this.svg = svg;
      this.width = width;
      this.wide = width >= WIDE;
      double names = rows.stream().mapToDouble(Text::width).max().orElse(0);
      this.left = wide ? Math.min(names, width * MOST_NAMES) + PAD : 0;
      this.step = (width - left) / Math.max(1, columns.size());
    }

    double draw(double top) {
      double y = header(top + 4);
      for (int row = 0; row < rows.size(); row++) {
        y = row(row, y);
      }
      y += PAD;
      for (String line : label.isEmpty() ? List.<String>of() : Text.wrapped(label, width - left)) {
        svg.text(left, y + 8, "small muted", line);
        y += Text.LINE;
      }
      Key legend = new Key();
      key.forEach(m -> legend.add(new Key.Entry(m.words(), "fill " + m.colour().css(), false)));
      return legend.draw(svg, left, width, y) + PAD;
    }

    private double header(double top) {
      List<List<String>> names =
          columns.stream().map(name -> Text.wrapped(name, step - PAD)).toList();
      int most = names.stream().mapToInt(List::size).max().orElse(0);
      for (int column = 0; column < names.size(); column++) {
        List<String> lines = names.get(column);
        for (int i = 0; i < lines.size(); i++) {
          double y = top + (most - lines.size() + i + 1) * Text.LINE - 4;
          svg.text(middle(column), y, "strong middle", lines.get(i));
        }
      }
      return top + most * Text.LINE + 2;
    }

    private double row(int row, double top) {
      List<String> name = Text.wrapped(rows.get(row), wide ? left - PAD : width);
      int lines = 1;
      for (Optional<Tile> tile : tiles.get(row)) {
        lines = Math.max(lines, tile.map(t -> fitting(t).size()).orElse(0));
      }
      double tall = lines * Text.LINE + PAD;
      double y = top;
      if (wide) {
        tall = Math.max(tall, name.size() * Text.LINE + PAD);
      }
      for (int i = 0; i < name.size(); i++) {
        double from = wide ? top + (tall - name.size() * Text.LINE) / 2 : top + 4;
        svg.text(wide ? left - PAD : 0, from + 12 + i * Text.LINE, wide ? "end" : "", name.get(i));
      }
      if (!wide) {
        y += name.size() * Text.LINE + 6;
      }
      for (int column = 0; column < columns.size(); column++) {
        Optional<Tile> tile = tiles.get(row).get(column);
        if (tile.isPresent()) {
          tile(tile.get(), column, y, tall);
        }
      }
      return y + tall + GAP;
    }

    private List<String> fitting(Tile tile) {
      return tile.lines().stream()
          .filter(
              line ->
                  line.equals(tile.lines().get(0)) || Text.width(line) * SMALL <= step - 2 * GAP)
          .toList();
    }

    private void tile(Tile tile, int column, double top, double tall) {
      svg.shape(
          "rect",
          tile.title(),
          "class",
          "fill " + tile.colour().css(),
          "x",
          left + column * step + GAP / 2,
          "y",
          top,
          "width",
          step - GAP,
          "height",
          tall,
          "rx",
          4);
      List<String> lines = fitting(tile);
      double y = top + (tall - lines.size() * Text.LINE) / 2 + 12;
      for (int i = 0; i < lines.size(); i++) {
        svg.text(
            middle(column),
            y + i * Text.LINE,
            i == 0 ? "strong middle" : "small middle",
            lines.get(i));
      }
    }

    private double middle(int column) {
      return left + (column + 0.5) * step;
    }
  }
}
