/** Carries calls over gRPC's own channels and stubs. For {@code open} alone. */
package org.predictbench.client.grpc;
