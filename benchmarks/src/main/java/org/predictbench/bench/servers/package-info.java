/** Servers that cells are measured against: started here, in a container, or found running. */
package org.predictbench.bench.servers;
