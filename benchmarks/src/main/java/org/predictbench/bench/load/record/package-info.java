/** Histograms of a load: recorded, written as interval logs, read and merged. */
package org.predictbench.bench.load.record;
