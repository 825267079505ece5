/**
 * How a suite's cells stand to each other: as steps of a ladder, or in rows and columns. Pure
 * functions of a summary.
 */
package org.predictbench.bench.shape;
