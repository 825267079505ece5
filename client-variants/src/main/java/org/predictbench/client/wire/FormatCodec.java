package org.predictbench.client.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.WireCodec;

/** Makes exactly the calls that gRPC makes of a wire format's marshallers. */
public record FormatCodec<Q, R>(WireFormat<Q, R> wire) implements WireCodec {

  @Override
  public int encode(Inputs inputs, OutputStream sink) throws IOException {
    try (InputStream message = wire.method().streamRequest(wire.encode(inputs))) {
      return message instanceof Drainable drainable
          ? drainable.drainTo(sink)
          : Math.toIntExact(message.transferTo(sink));
    }
  }

  @Override
  public Outputs decode(byte[] reply) {
    return wire.decode(wire.method().parseResponse(new KnownBytes(reply)));
  }

  private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
    KnownBytes(byte[] bytes) {
      super(bytes);
    }
  }
}
