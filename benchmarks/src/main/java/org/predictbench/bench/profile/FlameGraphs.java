package org.predictbench.bench.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import one.convert.Arguments;
import one.convert.FlameGraph;

/** Flame graphs as pages of their own that need nothing but themselves. */
final class FlameGraphs {
  /** In percent of the whole; what is narrower could not be seen, but makes a page large. */
  private static final double LEAST_WIDTH = 0.05;

  private FlameGraphs() {}

  static byte[] of(Stacks stacks, String title) throws IOException {
    return page(graph(stacks, arguments(title)));
  }

  /**
   * The cell's stacks, coloured by how their weight differs from the other's: red is more. Stacks
   * that the other alone has are not seen in it.
   */
  static byte[] difference(Stacks cell, Stacks other, String title) throws IOException {
    Arguments arguments = arguments(title);
    arguments.diff = true;
    FlameGraph graph = graph(cell, arguments);
    graph.diff(graph(other, arguments));
    return page(graph);
  }

  private static Arguments arguments(String title) {
    Arguments arguments = new Arguments("--title", title);
    arguments.minwidth = LEAST_WIDTH;
    arguments.output = "html";
    return arguments;
  }

  private static FlameGraph graph(Stacks stacks, Arguments arguments) throws IOException {
    FlameGraph graph = new FlameGraph(arguments);
    graph.parseCollapsed(new StringReader(stacks.text()));
    return graph;
  }

  private static byte[] page(FlameGraph graph) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    graph.dump(page);
    return page.toByteArray();
  }
}
