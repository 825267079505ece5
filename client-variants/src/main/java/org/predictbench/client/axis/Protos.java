package org.predictbench.client.axis;

import java.util.Optional;

/** Which generated classes carry the messages. */
public enum Protos implements Axis {
  FULL("the whole closure of PredictionService: graphs, examples, metadata"),
  SLIM("only the messages that Predict touches"),
  LITE("Predict's messages in protobuf's lite form, without descriptors or reflection"),
  NONE("no classes at all: the bytes are framed by hand") {
    @Override
    public boolean hasMessages() {
      return false;
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.empty();
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

  @Override
  public Optional<String> unavailable() {
    // gRPC's marshallers of full messages stand on those of lite ones.
    return new Library("io.grpc.protobuf.lite.ProtoLiteUtils", "io.grpc:grpc-protobuf-lite")
        .missing();
  }

  /** Whether there are generated messages for an encoding to fill. */
  public boolean hasMessages() {
    return true;
  }
}
