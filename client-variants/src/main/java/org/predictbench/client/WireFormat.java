package org.predictbench.client;

import io.grpc.Channel;
import java.time.Duration;

/**
 * One set of generated classes behind one face: the only place that knows message types.
 *
 * @param <Q> the request message
 * @param <R> the reply message
 */
interface WireFormat<Q, R> {

  /** A stub bound to a channel; cheap, immutable, safe for any number of threads. */
  interface Stub<Q, R> {
    R predict(Q request, Duration deadline);
  }

  Stub<Q, R> newStub(Channel channel);

  Q encode(Features features);

  /**
   * Reads the two outputs of an image classifier.
   *
   * @throws PredictException INTERNAL if the reply lacks an output or its type is another
   */
  Prediction decode(R reply);
}
