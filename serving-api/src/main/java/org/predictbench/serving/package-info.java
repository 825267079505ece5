/**
 * What both sides of the wire share beside the generated messages: names, the trailer with a call's
 * times, the pool that large messages are written to, the format of record files, and the line that
 * a server writes once it is ready. For clients and servers alike.
 *
 * <p>{@link org.predictbench.serving.RequestBuffers} needs Netty's buffers, which whoever uses it
 * has through gRPC's Netty transport, and {@link org.predictbench.serving.ReadyLine} needs
 * jackson-core; this module brings neither.
 */
package org.predictbench.serving;
