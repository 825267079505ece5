/**
 * What concerns the process and no request: its threads, memory, log and parent.
 *
 * <p>Everything may use it, the exporter too; it uses nothing of this server.
 */
package org.predictbench.modelserver.process;
