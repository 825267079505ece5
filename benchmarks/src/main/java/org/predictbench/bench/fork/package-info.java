/**
 * What happens inside a measured JVM: its input, its client's surroundings, its turns, its report
 * home.
 */
package org.predictbench.bench.fork;
