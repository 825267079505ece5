package org.predictbench.client.example;

import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.wire.MessagePieces;
import org.predictbench.client.wire.ModelSpecBytes;
import org.predictbench.client.wire.RequestWriter;
import org.predictbench.client.wire.WireWriter;

/** Writes a ClassificationRequest or a RegressionRequest, which are alike on the wire. */
public final class ExampleListRequest implements RequestWriter {
  // Field numbers of classification.proto, regression.proto and input.proto.
  private static final int INPUT = 2;
  private static final int EXAMPLE_LIST = 1;
  private static final int EXAMPLES = 1;

  private final ExampleInputs kinds;
  private final byte[] prologue;
  private final ExampleRows rows = new ExampleRows();

  /** Requests to a model. */
  public ExampleListRequest(ModelRef model) {
    kinds = ExampleInputs.of(model);
    prologue = ModelSpecBytes.spec(model);
  }

  @Override
  public void write(Inputs inputs, MessagePieces message) {
    boolean serialized = kinds.areExamples(inputs);
    int list = serialized ? size(inputs.tensor(0).strings()) : rows.measure(inputs);
    WireWriter out = message.out();
    out.append(prologue);
    out.tag(INPUT, WireWriter.LENGTH_DELIMITED).varint(WireWriter.delimited(list));
    out.tag(EXAMPLE_LIST, WireWriter.LENGTH_DELIMITED).varint(list);
    if (!serialized) {
      rows.write(EXAMPLES, inputs, message);
      return;
    }
    for (byte[] example : inputs.tensor(0).strings()) {
      out.tag(EXAMPLES, WireWriter.LENGTH_DELIMITED).varint(example.length);
      message.string(example);
    }
  }

  private static int size(byte[][] examples) {
    int size = 0;
    for (byte[] example : examples) {
      size = Math.addExact(size, WireWriter.delimited(example.length));
    }
    return size;
  }
}
