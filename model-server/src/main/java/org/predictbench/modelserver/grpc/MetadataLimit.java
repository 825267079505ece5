package org.predictbench.modelserver.grpc;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Refuses calls whose metadata is larger than gRPC C++ takes. Netty's own limit ends the connection
 * with all calls on it, so it is set higher. Thread-safe.
 *
 * @param maxBytes counted as HTTP/2 does, with 32 bytes an entry
 */
record MetadataLimit(int maxBytes) implements ServerInterceptor {
  /** The default of gRPC C++, above which it refuses calls. */
  static final int DEFAULT_BYTES = 8192;

  /** Larger metadata still ends the connection. */
  private static final int MAX_READ_BYTES = 1 << 22;

  private static final int ENTRY_BYTES = 32;

  /** Returns what the connection must accept, so that the call can be refused by itself. */
  int readBytes() {
    return Math.max(MAX_READ_BYTES, maxBytes);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    long size = size(headers);
    if (size <= maxBytes) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.RESOURCE_EXHAUSTED.withDescription(
            "received initial metadata size exceeds limit (%d vs. %d)".formatted(size, maxBytes)),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static long size(Metadata headers) {
    long size = 0;
    byte[][] namesAndValues = InternalMetadata.serialize(headers);
    for (byte[] nameOrValue : namesAndValues) {
      size += nameOrValue.length;
    }
    return size + (long) ENTRY_BYTES * (namesAndValues.length / 2);
  }
}
