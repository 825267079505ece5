/** What a load run is asked, and what its trials came to; the rest of {@code load} acts on it. */
package org.predictbench.bench.load.suite;
