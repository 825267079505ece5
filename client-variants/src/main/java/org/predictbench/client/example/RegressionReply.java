package org.predictbench.client.example;

import java.util.Arrays;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;
import org.predictbench.client.wire.ReplyFormat;
import org.predictbench.client.wire.WireReader;

/** Reads a RegressionResponse: {@code outputs} float[n]. Stateless. */
public final class RegressionReply implements ReplyFormat {
  private static final int RESULT = 1 << 3 | 2;
  private static final int REGRESSIONS = 1 << 3 | 2;
  private static final int VALUE = 1 << 3 | 5;

  @Override
  public String message() {
    return "RegressionResponse";
  }

  @Override
  public Outputs read(WireReader in, byte[] reply) {
    Values values = new Values();
    Fields.requireResult(
        Fields.each(in, RESULT, () -> Fields.in(in, REGRESSIONS, () -> values.add(value(in)))));
    return outputs(Arrays.copyOf(values.values, values.size));
  }

  /** One value for each Example, by the name that a regressor's signature has for it. */
  static Outputs outputs(float[] values) {
    return Outputs.ofArrays(
        new String[] {"outputs"}, new Tensor[] {Tensor.of(values, values.length)});
  }

  private static float value(WireReader in) {
    float value = 0;
    int length = in.length();
    int end = in.position() + length;
    while (in.position() < end) {
      int tag = in.tag();
      if (tag == VALUE) {
        value = Float.intBitsToFloat(in.fixed32());
      } else {
        in.skip(tag);
      }
    }
    Fields.requireEnd(in, end);
    return value;
  }

  private static final class Values {
    private float[] values = new float[8];
    private int size;

    void add(float value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }
  }
}
