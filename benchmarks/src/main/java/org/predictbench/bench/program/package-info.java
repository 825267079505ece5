/**
 * Client programs, of any language, that a run starts and has measure themselves: the line protocol
 * to them, and what is checked of what they report.
 */
package org.predictbench.bench.program;
