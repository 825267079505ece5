/** Tables and plots of load runs, made from their raw files alone. */
package org.predictbench.bench.load.report;
