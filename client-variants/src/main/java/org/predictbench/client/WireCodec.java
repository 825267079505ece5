package org.predictbench.client;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Variant;
import org.predictbench.client.wire.WireFormat;

/**
 * What a variant does to a message, without a network: exactly the calls that gRPC makes of its
 * marshallers. For measuring and testing encodings by themselves. Safe for any number of threads.
 */
public final class WireCodec {
  private final Codec<?, ?> codec;

  private WireCodec(Codec<?, ?> codec) {
    this.codec = codec;
  }

  /**
   * The codec of an encoding and the messages that carry it.
   *
   * @throws IllegalArgumentException if the two do not go together, or are for REST
   */
  public static WireCodec of(TensorEncoding encoding, Protos protos, ModelRef model) {
    Variant.naive()
        .with(encoding)
        .with(protos)
        .unavailable()
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    return new WireCodec(new Codec<>(protos.wireFormat(model, encoding)));
  }

  /** Writes a whole PredictRequest; returns its length in bytes. */
  public int encode(ModelInput input, OutputStream sink) throws IOException {
    return codec.encode(input, sink);
  }

  /**
   * Reads a whole PredictResponse.
   *
   * @throws PredictException INTERNAL if it is none, or lacks an output
   */
  public Prediction decode(byte[] reply) {
    return codec.decode(reply);
  }

  private record Codec<Q, R>(WireFormat<Q, R> wire) {
    int encode(ModelInput input, OutputStream sink) throws IOException {
      try (InputStream message = wire.method().streamRequest(wire.encode(input))) {
        return message instanceof Drainable drainable
            ? drainable.drainTo(sink)
            : Math.toIntExact(message.transferTo(sink));
      }
    }

    Prediction decode(byte[] reply) {
      return wire.decode(wire.method().parseResponse(new KnownBytes(reply)));
    }
  }

  private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
    KnownBytes(byte[] bytes) {
      super(bytes);
    }
  }
}
