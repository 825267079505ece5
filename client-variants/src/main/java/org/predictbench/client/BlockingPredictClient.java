package org.predictbench.client;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Encode, send, wait, decode, all on the caller's thread. */
final class BlockingPredictClient<Q, R> implements PredictClient {
  private final WireFormat<Q, R> wire;
  private final StubSource<Q, R> stubs;
  private final Duration deadline;
  private final AtomicBoolean closed = new AtomicBoolean();

  BlockingPredictClient(WireFormat<Q, R> wire, StubSource<Q, R> stubs, Duration deadline) {
    this.wire = wire;
    this.stubs = stubs;
    this.deadline = deadline;
  }

  @Override
  public Prediction predict(Features features) {
    if (closed.get()) {
      throw new IllegalStateException("the client is closed");
    }
    Q request = wire.encode(features);
    try {
      return wire.decode(stubs.call(stub -> stub.predict(request, deadline)));
    } catch (StatusRuntimeException e) {
      throw new PredictException(e);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      stubs.close();
    }
  }
}
