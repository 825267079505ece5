package org.predictbench.client.wire;

import java.io.IOException;
import java.io.OutputStream;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.WireCodec;

/** The bodies of REST's calls. */
public record JsonCodec(JsonWireFormat wire) implements WireCodec {

  @Override
  public int encode(Inputs inputs, OutputStream sink) throws IOException {
    byte[] body = wire.encode(inputs);
    sink.write(body);
    return body.length;
  }

  @Override
  public Outputs decode(byte[] reply) {
    return wire.decode(reply);
  }
}
