package org.predictbench.client.example;

import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.wire.MessagePieces;
import org.predictbench.client.wire.ModelSpecBytes;
import org.predictbench.client.wire.RequestWriter;
import org.predictbench.client.wire.TensorRequest;
import org.predictbench.client.wire.WireWriter;

/** Writes a PredictRequest whose one input is a string tensor of serialised tf.Examples. */
public final class PredictExamples implements RequestWriter {
  // Field numbers of predict.proto, tensor.proto and tensor_shape.proto.
  private static final int INPUTS = 2;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int DTYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int STRING_VAL = 8;
  private static final int DIM = 2;
  private static final int DIM_SIZE = 1;

  private final ExampleInputs kinds;
  private final TensorRequest tensors;
  private final byte[] prologue;
  private final byte[] key;
  private final byte[] epilogue;
  private final ExampleRows rows = new ExampleRows();

  /** Requests to a model. */
  public PredictExamples(ModelRef model) {
    kinds = ExampleInputs.of(model);
    tensors = new TensorRequest(model);
    prologue = ModelSpecBytes.spec(model);
    key = WireWriter.stringField(ENTRY_KEY, kinds.alias());
    epilogue = ModelSpecBytes.outputFilter(model);
  }

  @Override
  public void write(Inputs inputs, MessagePieces message) {
    if (kinds.areExamples(inputs)) {
      tensors.write(kinds.named(inputs), message);
      return;
    }
    int examples = rows.measure(inputs);
    int size = 1 + WireWriter.sizeOfVarint(rows.rows());
    int shape = WireWriter.delimited(size);
    // Every tag here takes one byte.
    int value = Math.addExact(2 + WireWriter.delimited(shape), examples);
    int entry = Math.addExact(key.length, WireWriter.delimited(value));
    WireWriter out = message.out();
    out.append(prologue);
    out.tag(INPUTS, WireWriter.LENGTH_DELIMITED).varint(entry).append(key);
    out.tag(ENTRY_VALUE, WireWriter.LENGTH_DELIMITED).varint(value);
    out.tag(DTYPE, WireWriter.VARINT).varint(DType.STRING.number());
    out.tag(TENSOR_SHAPE, WireWriter.LENGTH_DELIMITED).varint(shape);
    out.tag(DIM, WireWriter.LENGTH_DELIMITED).varint(size);
    out.tag(DIM_SIZE, WireWriter.VARINT).varint(rows.rows());
    rows.write(STRING_VAL, inputs, message);
    out.append(epilogue);
  }
}
