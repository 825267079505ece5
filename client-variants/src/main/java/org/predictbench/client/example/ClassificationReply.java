package org.predictbench.client.example;

import java.util.Arrays;
import org.predictbench.client.Outputs;
import org.predictbench.client.wire.ReplyFormat;
import org.predictbench.client.wire.WireReader;

/** Reads a ClassificationResponse. Stateless. */
public final class ClassificationReply implements ReplyFormat {
  private static final int RESULT = 1 << 3 | 2;
  private static final int CLASSIFICATIONS = 1 << 3 | 2;
  private static final int CLASSES = 1 << 3 | 2;
  private static final int LABEL = 1 << 3 | 2;
  private static final int SCORE = 2 << 3 | 5;
  private static final byte[] NO_LABEL = new byte[0];

  @Override
  public String message() {
    return "ClassificationResponse";
  }

  @Override
  public Outputs read(WireReader in, byte[] reply) {
    ClassRows rows = new ClassRows();
    Fields.requireResult(
        Fields.each(in, RESULT, () -> Fields.in(in, CLASSIFICATIONS, () -> row(in, reply, rows))));
    return rows.toOutputs();
  }

  private static void row(WireReader in, byte[] reply, ClassRows rows) {
    Fields.in(in, CLASSES, () -> entry(in, reply, rows));
    rows.endRow();
  }

  private static void entry(WireReader in, byte[] reply, ClassRows rows) {
    byte[] label = NO_LABEL;
    float score = 0;
    int length = in.length();
    int end = in.position() + length;
    while (in.position() < end) {
      int tag = in.tag();
      switch (tag) {
        case LABEL -> {
          int size = in.length();
          label = Arrays.copyOfRange(reply, in.position(), in.position() + size);
          in.skipBytes(size);
        }
        case SCORE -> score = Float.intBitsToFloat(in.fixed32());
        default -> in.skip(tag);
      }
    }
    Fields.requireEnd(in, end);
    rows.add(label, score);
  }
}
