/** Counters and histograms of the process, and their page for Prometheus. */
package org.predictbench.modelserver.metrics;
