package org.predictbench.bench.chart;

import java.util.function.DoubleFunction;

/**
 * One axis of a chart.
 *
 * @param label what is counted; may be empty
 * @param text of a tick
 */
public record Axis(String label, Scale scale, DoubleFunction<String> text) {}
