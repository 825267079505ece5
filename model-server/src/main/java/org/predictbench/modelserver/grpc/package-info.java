/**
 * The gRPC listeners and services: TCP port and Unix socket, from a request's bytes to a call of
 * {@code predict} or {@code versions}, and the diagnostics that time such a call.
 *
 * <p>Only the root assembles it.
 */
package org.predictbench.modelserver.grpc;
