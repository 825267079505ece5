package org.predictbench.client.grpc;

import java.util.Optional;

/**
 * What a client keeps from call to call, and what is set on each stub.
 *
 * @param channels how many live as long as the client; 0 opens one a call
 * @param keepsStub whether each of them keeps its stub
 * @param compressor gRPC's name for what packs the requests; empty sends them as they are
 */
public record StubSettings(int channels, boolean keepsStub, Optional<String> compressor) {}
