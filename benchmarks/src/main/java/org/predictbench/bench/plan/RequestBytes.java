package org.predictbench.bench.plan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;

/** A request's elements one after the other, as a bare socket sends them: no names, no framing. */
public final class RequestBytes {
  private RequestBytes() {}

  /** The bytes as floats of the same bits; the last one is filled up with zeros. */
  public static float[] of(Inputs inputs) {
    int floats = Math.toIntExact(Math.max(1, (inputs.byteSize() + Float.BYTES - 1) / Float.BYTES));
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(floats, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.tensor(i);
      if (tensor.dtype() == DType.STRING) {
        for (byte[] string : tensor.strings()) {
          bytes.put(string);
        }
      } else {
        bytes.put(tensor.littleEndian());
      }
    }
    float[] values = new float[floats];
    bytes.rewind().asFloatBuffer().get(values);
    return values;
  }
}
