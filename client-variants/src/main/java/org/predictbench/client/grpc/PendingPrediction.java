package org.predictbench.client.grpc;

import io.grpc.ClientCall;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;
import org.predictbench.client.wire.WireFormat;

/** The answer of a call under way. Cancelling it cancels the call. */
final class PendingPrediction<Q, R> extends CompletableFuture<Outputs> {
  private final ClientCall<Q, R> call;

  private PendingPrediction(ClientCall<Q, R> call) {
    this.call = call;
  }

  /**
   * Starts a call.
   *
   * @param whenOver run once, on whichever thread sees the call's end
   */
  static <Q, R> CompletableFuture<Outputs> send(
      WireFormat<Q, R> wire, PredictStub<Q, R> stub, Q request, Runnable whenOver) {
    ClientCall<Q, R> call = stub.newCall();
    PendingPrediction<Q, R> pending = new PendingPrediction<>(call);
    PredictStub.async(call, request, pending.new Reply(wire, whenOver));
    return pending;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      call.cancel("cancelled by the caller", null);
    }
    return cancelled;
  }

  private final class Reply implements StreamObserver<R> {
    private final WireFormat<Q, R> wire;
    private final Runnable whenOver;
    private R reply;

    Reply(WireFormat<Q, R> wire, Runnable whenOver) {
      this.wire = wire;
      this.whenOver = whenOver;
    }

    @Override
    public void onNext(R message) {
      reply = message;
    }

    @Override
    public void onError(Throwable failure) {
      whenOver.run();
      completeExceptionally(PredictException.of(failure));
    }

    @Override
    public void onCompleted() {
      whenOver.run();
      try {
        complete(wire.decode(reply));
      } catch (RuntimeException e) {
        completeExceptionally(PredictException.of(e));
      }
    }
  }
}
