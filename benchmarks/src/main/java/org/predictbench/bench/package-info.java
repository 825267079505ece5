/**
 * The JMH benchmark classes, which also run under plain JMH, and the program's {@code Main}. Only
 * package {@code kind} and {@code Main}'s callers use what is here.
 */
package org.predictbench.bench;
