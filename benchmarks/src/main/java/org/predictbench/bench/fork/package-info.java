/**
 * What happens inside a measured JVM: its input, its client and server, its time slices, its report
 * home.
 */
package org.predictbench.bench.fork;
