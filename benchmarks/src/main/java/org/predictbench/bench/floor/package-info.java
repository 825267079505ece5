/** A bare socket and a process at its other end: what no RPC over it can undercut. */
package org.predictbench.bench.floor;
