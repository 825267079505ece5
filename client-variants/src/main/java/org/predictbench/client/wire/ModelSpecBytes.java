package org.predictbench.client.wire;

import org.predictbench.client.ModelRef;

/** The parts of a PredictRequest that are alike in all requests to a model. */
public final class ModelSpecBytes {
  private static final int MODEL_SPEC = 1;
  private static final int OUTPUT_FILTER = 3;
  private static final int NAME = 1;
  private static final int VERSION = 2;
  private static final int SIGNATURE_NAME = 3;
  private static final int VERSION_LABEL = 4;
  private static final int INT64_VALUE = 1;

  private ModelSpecBytes() {}

  /** The field {@code model_spec}. */
  public static byte[] spec(ModelRef model) {
    WireWriter spec = new WireWriter(64);
    spec.append(WireWriter.stringField(NAME, model.name()));
    if (model.version().isPresent()) {
      WireWriter value = new WireWriter(2 * WireWriter.MAX_VARINT);
      value.tag(INT64_VALUE, WireWriter.VARINT).varint(model.version().getAsLong());
      spec.append(WireWriter.bytesField(VERSION, value.toByteArray()));
    }
    spec.append(WireWriter.stringField(SIGNATURE_NAME, model.signature()));
    model.label().ifPresent(label -> spec.append(WireWriter.stringField(VERSION_LABEL, label)));
    return WireWriter.bytesField(MODEL_SPEC, spec.toByteArray());
  }

  /** The field {@code output_filter}, as often as there are outputs. */
  public static byte[] outputFilter(ModelRef model) {
    WireWriter filter = new WireWriter(64);
    model.outputs().forEach(alias -> filter.append(WireWriter.stringField(OUTPUT_FILTER, alias)));
    return filter.toByteArray();
  }
}
