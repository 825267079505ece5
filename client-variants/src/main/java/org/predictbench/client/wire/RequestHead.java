package org.predictbench.client.wire;

import org.predictbench.client.Features;
import org.predictbench.client.ModelRef;

/**
 * A PredictRequest up to the first byte of its tensor's contents. What follows is the floats and
 * nothing else: {@code tensor_content} is the last field of the last field. Immutable.
 */
public final class RequestHead {
  // Field numbers of predict.proto, model.proto, tensor.proto and tensor_shape.proto.
  private static final int MODEL_SPEC = 1;
  private static final int MODEL_SPEC_NAME = 1;
  private static final int MODEL_SPEC_SIGNATURE_NAME = 3;
  private static final int INPUTS = 2;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int DTYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int TENSOR_CONTENT = 4;
  private static final int DIM = 2;
  private static final int DIM_SIZE = 1;
  private static final int DT_FLOAT = 1;

  private final byte[] modelSpec;
  private final byte[] entryKey;

  public RequestHead(ModelRef model) {
    byte[] name = WireWriter.stringField(MODEL_SPEC_NAME, model.name());
    byte[] signature = WireWriter.stringField(MODEL_SPEC_SIGNATURE_NAME, model.signature());
    WireWriter spec = new WireWriter(name.length + signature.length);
    modelSpec =
        WireWriter.bytesField(MODEL_SPEC, spec.append(name).append(signature).toByteArray());
    entryKey = WireWriter.stringField(ENTRY_KEY, model.input());
  }

  /**
   * The head for these features.
   *
   * @throws ArithmeticException if the request would pass protobuf's limit of 2 GiB
   */
  public byte[] of(Features features) {
    int content = Math.multiplyExact(Float.BYTES, features.values().length);
    int shape = 0;
    for (long size : features.shape()) {
      shape += 3 + WireWriter.sizeOfVarint(size);
    }
    // Every tag here takes one byte.
    int tensor = Math.addExact(2 + lengthDelimited(shape), lengthDelimited(content));
    int entry = Math.addExact(entryKey.length, lengthDelimited(tensor));
    int head = Math.addExact(modelSpec.length, lengthDelimited(entry)) - content;
    WireWriter out = new WireWriter(head);
    out.append(modelSpec).tag(INPUTS, WireWriter.LENGTH_DELIMITED).varint(entry);
    out.append(entryKey).tag(ENTRY_VALUE, WireWriter.LENGTH_DELIMITED).varint(tensor);
    out.tag(DTYPE, WireWriter.VARINT).varint(DT_FLOAT);
    out.tag(TENSOR_SHAPE, WireWriter.LENGTH_DELIMITED).varint(shape);
    for (long size : features.shape()) {
      out.tag(DIM, WireWriter.LENGTH_DELIMITED).varint(1 + WireWriter.sizeOfVarint(size));
      out.tag(DIM_SIZE, WireWriter.VARINT).varint(size);
    }
    out.tag(TENSOR_CONTENT, WireWriter.LENGTH_DELIMITED).varint(content);
    return out.toByteArray();
  }

  private static int lengthDelimited(int length) {
    return Math.addExact(1 + WireWriter.sizeOfVarint(length), length);
  }
}
