package org.predictbench.client;

import java.io.IOException;
import java.io.OutputStream;
import org.predictbench.client.axis.Method;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.open.ClientAssembly;

/**
 * What a variant does to a message, without a network: exactly the calls that gRPC makes of its
 * marshallers. For measuring and testing encodings by themselves. Safe for any number of threads.
 */
public interface WireCodec {

  /**
   * Returns the codec of Predict for an encoding and the messages that carry it.
   *
   * @throws IllegalArgumentException if the two do not go together
   */
  static WireCodec of(TensorEncoding encoding, Protos protos, ModelRef model) {
    return of(Method.PREDICT, encoding, protos, model);
  }

  /**
   * The same for any method.
   *
   * @throws IllegalArgumentException if the three do not go together
   */
  static WireCodec of(Method method, TensorEncoding encoding, Protos protos, ModelRef model) {
    return ClientAssembly.codec(method, encoding, protos, model);
  }

  /**
   * Writes a whole request; returns its length in bytes.
   *
   * @throws IllegalArgumentException if the encoding cannot carry such inputs
   */
  int encode(Inputs inputs, OutputStream sink) throws IOException;

  /**
   * Reads a whole reply.
   *
   * @throws PredictException INTERNAL if it is none
   */
  Outputs decode(byte[] reply);
}
