/**
 * Load runs: requests at the rate users send them, checked, searched for the highest rate that
 * meets an SLO, recorded. {@code send} makes the load, {@code record} the histograms, {@code fault}
 * what goes wrong on purpose, {@code report} tables and plots.
 */
package org.predictbench.bench.load;
