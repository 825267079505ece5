package org.predictbench.client.wire;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.serving.MethodNames;

/**
 * A method of PredictionService without messages. Safe for any number of threads.
 *
 * @param name its full name, as gRPC's paths have it
 * @param check throws IllegalArgumentException for inputs that its requests cannot carry
 * @param writers makes what writes requests; each is for one thread at a time
 * @param replies reads replies
 */
public record DirectMethod(
    String name, Consumer<Inputs> check, Supplier<RequestWriter> writers, ReplyReader replies) {

  /** Predict with one TensorProto an input, which carries any. */
  public static DirectMethod predict(ModelRef model) {
    return new DirectMethod(
        MethodNames.PREDICT,
        inputs -> {},
        () -> new TensorRequest(model),
        new ReplyReader(new PredictReply()));
  }

  /** A request as gRPC's marshallers hand it over. */
  RequestMessage newRequest() {
    return RequestMessage.bare(writers.get());
  }

  /** A request behind the five bytes that gRPC puts before a message. */
  public RequestMessage newPrefixedRequest() {
    return RequestMessage.prefixed(writers.get());
  }
}
