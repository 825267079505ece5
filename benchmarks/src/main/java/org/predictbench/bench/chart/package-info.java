/**
 * Draws charts as SVG: text as text, colours that follow the reader's light or dark, hover titles,
 * and the same bytes on every machine. A chart says what it shows ({@link
 * org.predictbench.bench.chart.BarChart}, {@link org.predictbench.bench.chart.LineChart}); a {@link
 * org.predictbench.bench.chart.Figure} makes a file or a part of a page of it. Knows nothing of
 * benchmarks; any package may use it.
 *
 * <p>XChart, which the notebooks use for pictures, was tried first: it has no horizontal bars and
 * only symmetric whiskers, and its SVG has outlines in place of text (190 kB for three bars), laid
 * out by the machine's fonts, without classes for CSS or hover titles.
 */
package org.predictbench.bench.chart;
