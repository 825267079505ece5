package org.predictbench.modelserver.predict;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.modelserver.status.ServingException;
import org.tensorflow.Tensor;

/**
 * A checked request with its inputs decoded. Only {@code Session.run} is left to do.
 *
 * @param feeds graph tensor name to value; closed with this
 * @param outputs aliases in the order they are fetched
 * @param fetches the graph tensors behind them
 */
public record SessionCall(
    Servable servable,
    ServableSignature signature,
    Map<String, Tensor> feeds,
    List<String> outputs,
    List<String> fetches)
    implements AutoCloseable {
  /**
   * Runs the session once within the rest of the call's deadline. The caller closes the outputs.
   */
  public TensorRunner.Outputs run() {
    return servable.runner().run(feeds, fetches, timeLeft());
  }

  /** Returns the rest of the deadline of the call that this thread answers. */
  static long timeLeft() {
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return TensorRunner.NO_TIMEOUT;
    }
    long millis = deadline.timeRemaining(TimeUnit.MILLISECONDS);
    // 0 would mean no limit at all.
    if (millis <= 0) {
      throw new ServingException(
          Status.Code.DEADLINE_EXCEEDED, "Timed out waiting for notification");
    }
    return millis;
  }

  @Override
  public void close() {
    feeds.values().forEach(Tensor::close);
  }
}
