/** The command line: arguments in, exit code out; what is done is done elsewhere. */
package org.predictbench.bench.cli;
