package org.predictbench.client.wire;

import io.grpc.MethodDescriptor;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;

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
   * The request for these inputs.
   *
   * @throws IllegalArgumentException if this format's encoding cannot carry them
   */
  Q encode(Inputs inputs);

  /**
   * Reads all outputs.
   *
   * @throws PredictException INTERNAL if one of them is no sound tensor
   */
  Outputs decode(R reply);
}
