/**
 * What both sides of the wire share beside the generated messages: names, the trailer with a call's
 * times, and the pool that large messages are written to. For clients and servers alike.
 *
 * <p>{@link org.predictbench.serving.RequestBuffers} needs Netty's buffers, which whoever uses it
 * has through gRPC's Netty transport; this module brings none.
 */
package org.predictbench.serving;
