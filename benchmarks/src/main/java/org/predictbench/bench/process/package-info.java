/**
 * Processes of ours: their flags, memory and scratch folders, and what befalls them. Knows no
 * suite.
 */
package org.predictbench.bench.process;
