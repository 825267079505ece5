/** What disturbed a run, found in its raw data by pure functions. */
package org.predictbench.bench.stats.faults;
