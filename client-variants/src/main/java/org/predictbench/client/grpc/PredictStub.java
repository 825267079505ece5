package org.predictbench.client.grpc;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;

/**
 * Predict's stub for any wire format. Does what the generated blocking, future and asynchronous
 * stubs do, by the same calls into gRPC, so that formats without generated code are on a par.
 * Cheap, immutable, safe for any number of threads.
 *
 * @param <Q> the request message
 * @param <R> the reply message
 */
public final class PredictStub<Q, R> extends AbstractStub<PredictStub<Q, R>> {
  private final MethodDescriptor<Q, R> method;

  PredictStub(Channel channel, CallOptions options, MethodDescriptor<Q, R> method) {
    super(channel, options);
    this.method = method;
  }

  @Override
  protected PredictStub<Q, R> build(Channel channel, CallOptions options) {
    return new PredictStub<>(channel, options, method);
  }

  R blocking(Q request) {
    return ClientCalls.blockingUnaryCall(getChannel(), method, getCallOptions(), request);
  }

  ListenableFuture<R> future(Q request) {
    return ClientCalls.futureUnaryCall(newCall(), request);
  }

  ClientCall<Q, R> newCall() {
    return getChannel().newCall(method, getCallOptions());
  }

  static <Q, R> void async(ClientCall<Q, R> call, Q request, StreamObserver<R> reply) {
    ClientCalls.asyncUnaryCall(call, request, reply);
  }
}
