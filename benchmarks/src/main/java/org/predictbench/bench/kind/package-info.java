/**
 * One way to measure a cell each: a JMH fork, the server's own loop, a JVM started for one call.
 */
package org.predictbench.bench.kind;
