package org.predictbench.client.grpc;

import com.google.common.util.concurrent.ListenableFuture;
import org.predictbench.client.Outputs;
import org.predictbench.client.Waiting;
import org.predictbench.client.wire.WireFormat;

/** One way to make a call on a stub and to wait for its reply; its methods are the ways. */
@FunctionalInterface
public interface StubCall {

  /**
   * Makes the call and returns its answer.
   *
   * @throws io.grpc.StatusRuntimeException or PredictException if there was none
   */
  <Q, R> Outputs make(WireFormat<Q, R> wire, PredictStub<Q, R> stub, Q request);

  static <Q, R> Outputs blocking(WireFormat<Q, R> wire, PredictStub<Q, R> stub, Q request) {
    return wire.decode(stub.blocking(request));
  }

  static <Q, R> Outputs future(WireFormat<Q, R> wire, PredictStub<Q, R> stub, Q request) {
    ListenableFuture<R> reply = stub.future(request);
    return wire.decode(Waiting.on(reply));
  }

  static <Q, R> Outputs async(WireFormat<Q, R> wire, PredictStub<Q, R> stub, Q request) {
    return Waiting.on(PendingPrediction.send(wire, stub, request, () -> {}));
  }
}
