/** A page over many run directories, closed loop and open; for the command line. */
package org.predictbench.bench.index;
