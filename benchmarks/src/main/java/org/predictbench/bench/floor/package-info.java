/**
 * Processes at the other end of a socket that do as little as they can: what no server can
 * undercut.
 */
package org.predictbench.bench.floor;
