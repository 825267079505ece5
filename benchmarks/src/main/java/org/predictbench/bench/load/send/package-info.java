/**
 * Sends requests when they are due and hands every outcome on exactly once. Knows nothing of
 * suites, files or histograms.
 */
package org.predictbench.bench.load.send;
