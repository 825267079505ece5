package org.predictbench.client.axis;

import java.util.Optional;

/** Which generated classes carry the messages. */
public enum Protos implements Axis {
  FULL("the whole closure of PredictionService: graphs, examples, metadata"),
  SLIM("only the messages that Predict touches"),
  LITE("Predict's messages in protobuf's lite form, without descriptors or reflection") {
    @Override
    public Optional<String> unavailable() {
      return new Library("io.grpc.protobuf.lite.ProtoLiteUtils", "io.grpc:grpc-protobuf-lite")
          .missing();
    }
  },
  NONE("no classes at all: the bytes are framed by hand") {
    @Override
    public boolean hasMessages() {
      return false;
    }
  };

  private final String description;

  Protos(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  /** Whether there are generated messages for an encoding to fill. */
  public boolean hasMessages() {
    return true;
  }
}
