/**
 * Tables, plots and pages of a run, made from its raw files alone and the same byte for byte each
 * time. {@link org.predictbench.bench.report.Reporter} is the way in.
 */
package org.predictbench.bench.report;
