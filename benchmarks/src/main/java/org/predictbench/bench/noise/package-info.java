/** Where a run's noise comes from, and what a run costs that is to be less noisy. */
package org.predictbench.bench.noise;
