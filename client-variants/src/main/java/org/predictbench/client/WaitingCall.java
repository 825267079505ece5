package org.predictbench.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A call that a thread of its own waits for; cancelling it interrupts the thread. */
final class WaitingCall extends CompletableFuture<Outputs> {
  private Thread thread;

  private WaitingCall() {}

  static CompletableFuture<Outputs> start(Supplier<Outputs> call) {
    WaitingCall pending = new WaitingCall();
    pending.thread = new Thread(() -> pending.run(call), "predict-async");
    pending.thread.setDaemon(true);
    pending.thread.start();
    return pending;
  }

  private void run(Supplier<Outputs> call) {
    try {
      complete(call.get());
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Of a closed client, or of inputs that it cannot send: no answer is missing.
      completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      completeExceptionally(PredictException.of(e));
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    thread.interrupt();
    return cancelled;
  }
}
