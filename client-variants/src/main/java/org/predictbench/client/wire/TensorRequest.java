package org.predictbench.client.wire;

import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Tensor;

/** Writes a PredictRequest of one TensorProto an input. */
public final class TensorRequest implements RequestWriter {
  // Field numbers of predict.proto, tensor.proto and tensor_shape.proto.
  private static final int INPUTS = 2;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int DTYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int TENSOR_CONTENT = 4;
  private static final int STRING_VAL = 8;
  private static final int DIM = 2;
  private static final int DIM_SIZE = 1;

  private final byte[] prologue;
  private final byte[] epilogue;

  /** Requests to a model. */
  public TensorRequest(ModelRef model) {
    prologue = ModelSpecBytes.spec(model);
    epilogue = ModelSpecBytes.outputFilter(model);
  }

  @Override
  public void write(Inputs inputs, MessagePieces message) {
    message.out().append(prologue);
    for (int i = 0; i < inputs.size(); i++) {
      input(inputs.alias(i), inputs.tensor(i), message);
    }
    message.out().append(epilogue);
  }

  /** Writes one map entry. */
  private static void input(String alias, Tensor tensor, MessagePieces message) {
    int shape = 0;
    for (int i = 0; i < tensor.rank(); i++) {
      shape += 3 + WireWriter.sizeOfVarint(tensor.dimension(i));
    }
    int contents = contents(tensor);
    // Every tag here takes one byte.
    int value = Math.addExact(2 + WireWriter.delimited(shape), contents);
    int key = WireWriter.sizeOfUtf8(alias);
    int entry = Math.addExact(WireWriter.delimited(key), WireWriter.delimited(value));
    WireWriter out = message.out();
    out.tag(INPUTS, WireWriter.LENGTH_DELIMITED).varint(entry);
    out.tag(ENTRY_KEY, WireWriter.LENGTH_DELIMITED).varint(key).utf8(alias, key);
    out.tag(ENTRY_VALUE, WireWriter.LENGTH_DELIMITED).varint(value);
    out.tag(DTYPE, WireWriter.VARINT).varint(tensor.dtype().number());
    out.tag(TENSOR_SHAPE, WireWriter.LENGTH_DELIMITED).varint(shape);
    for (int i = 0; i < tensor.rank(); i++) {
      long dimension = tensor.dimension(i);
      out.tag(DIM, WireWriter.LENGTH_DELIMITED).varint(1 + WireWriter.sizeOfVarint(dimension));
      out.tag(DIM_SIZE, WireWriter.VARINT).varint(dimension);
    }
    if (tensor.dtype().bytes() == 0) {
      strings(tensor, message);
    } else {
      int bytes = tensor.elements() * tensor.dtype().bytes();
      out.tag(TENSOR_CONTENT, WireWriter.LENGTH_DELIMITED).varint(bytes);
      message.elements(tensor, 0, tensor.elements());
    }
  }

  private static int contents(Tensor tensor) {
    if (tensor.dtype().bytes() > 0) {
      return WireWriter.delimited(Math.multiplyExact(tensor.elements(), tensor.dtype().bytes()));
    }
    int all = 0;
    for (byte[] string : tensor.strings()) {
      all = Math.addExact(all, WireWriter.delimited(string.length));
    }
    return all;
  }

  private static void strings(Tensor tensor, MessagePieces message) {
    for (byte[] string : tensor.strings()) {
      message.out().tag(STRING_VAL, WireWriter.LENGTH_DELIMITED).varint(string.length);
      message.string(string);
    }
  }
}
