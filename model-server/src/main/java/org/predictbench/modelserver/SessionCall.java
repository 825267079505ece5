package org.predictbench.modelserver;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.proto.RunOptions;

/**
 * A checked request, its inputs decoded: what is left is {@code Session.run}.
 *
 * @param feeds graph tensor name to value; closed with this
 * @param outputs aliases in the order they are fetched
 */
record SessionCall(
    Servable servable, ServableSignature signature, Map<String, Tensor> feeds, List<String> outputs)
    implements AutoCloseable {
  /** Runs the session once, within what is left of the call's deadline; close the result. */
  Result run() {
    Session.Runner runner = servable.session().runner();
    feeds.forEach(runner::feed);
    for (String alias : outputs) {
      runner.fetch(signature.outputs().get(alias).getName());
    }
    Deadline deadline = Context.current().getDeadline();
    if (deadline != null) {
      runner.setOptions(within(deadline));
    }
    return runner.run();
  }

  private static RunOptions within(Deadline deadline) {
    long millis = deadline.timeRemaining(TimeUnit.MILLISECONDS);
    // 0 would mean no limit at all.
    if (millis <= 0) {
      throw new ServingException(
          Status.Code.DEADLINE_EXCEEDED, "Timed out waiting for notification");
    }
    return RunOptions.newBuilder().setTimeoutInMs(millis).build();
  }

  @Override
  public void close() {
    feeds.values().forEach(Tensor::close);
  }
}
