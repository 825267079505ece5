package org.predictbench.client.wire;

import io.grpc.MethodDescriptor;
import org.predictbench.client.ModelInput;
import org.predictbench.client.Prediction;

/**
 * One way to put Predict's messages on the wire behind one face: the only place that knows message
 * types. Safe for any number of threads.
 *
 * @param <Q> the request message
 * @param <R> the reply message
 */
public interface WireFormat<Q, R> {

  /** Predict with this format's marshallers. */
  MethodDescriptor<Q, R> method();

  /**
   * The request for an input.
   *
   * @throws IllegalArgumentException if this format's encoding does not send such an input
   */
  Q encode(ModelInput input);

  /**
   * Reads the two outputs of an image classifier.
   *
   * @throws PredictException INTERNAL if the reply lacks an output or its type is another
   */
  Prediction decode(R reply);
}
