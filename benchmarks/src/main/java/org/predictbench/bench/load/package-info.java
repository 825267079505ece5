/**
 * Load runs: requests at the rate users send them, judged, searched for the highest rate that holds
 * a promise, recorded. {@code send} makes the load, {@code record} the histograms, {@code fault}
 * what goes wrong on purpose, {@code report} tables and plots.
 */
package org.predictbench.bench.load;
