package org.predictbench.client;

import io.grpc.Status;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A caller that waits for a call it does not run itself. */
public final class Waiting {
  private Waiting() {}

  /**
   * The answer once it is there; an interrupt cancels its call.
   *
   * @throws PredictException if there was none
   */
  public static <T> T on(Future<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw PredictException.of(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new PredictException(Status.Code.CANCELLED, "the caller was interrupted", e);
    }
  }
}
