package org.predictbench.client.axis;

import org.predictbench.client.ModelRef;
import org.predictbench.client.wire.DirectWireFormat;
import org.predictbench.client.wire.FullWireFormat;
import org.predictbench.client.wire.LiteWireFormat;
import org.predictbench.client.wire.SlimWireFormat;
import org.predictbench.client.wire.WireFormat;

/** Which generated classes carry the messages. */
public enum Protos implements Axis {
  FULL("the whole closure of PredictionService: graphs, examples, metadata"),
  SLIM("only the messages that Predict touches"),
  LITE("Predict's messages in protobuf's lite form, without descriptors or reflection"),
  NONE("no classes at all: the bytes are framed by hand");

  private final String description;

  Protos(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  public WireFormat<?, ?> wireFormat(ModelRef model, TensorEncoding encoding) {
    return switch (this) {
      case FULL -> new FullWireFormat(model, encoding);
      case SLIM -> new SlimWireFormat(model, encoding);
      case LITE -> new LiteWireFormat(model, encoding);
      case NONE -> new DirectWireFormat(model);
    };
  }
}
