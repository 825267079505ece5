package org.predictbench.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client library's classes bear other names in published stacks than they do now. */
class ClientLayersTest {
  private final LayerRules rules = LayerRules.shipped();

  @ParameterizedTest
  @CsvSource({
    "encoding, Encoding$1, wire.TensorWriter$1",
    "encoding, Encoding, axis.TensorEncoding",
    "encoding, ReplyReader$Entry, wire.ReplyReader$Entry",
    "encoding, DirectRequest, wire.DirectRequest",
    "encoding, JsonWireFormat, wire.JsonWireFormat",
    "encoding, WireCodec$Codec, wire.FormatCodec",
    "encoding, FloatFrames, http2.DataFrames",
    "encoding, Features, Tensor",
    "encoding, Prediction, Outputs",
    "gRPC, GrpcPredictClient, grpc.GrpcPredictClient",
    "gRPC, PendingPrediction$Reply, grpc.PendingPrediction$Reply",
    "gRPC, StubSource$Kept, grpc.StubSource$Kept",
    "gRPC, SocketPredictClient, http2.SocketPredictClient",
    "gRPC, FrameReader, http2.FrameReader",
    "gRPC, RestPredictClient, rest.RestPredictClient",
    "gRPC, Waiting, Waiting",
    "other, TimedWireFormat, grpc.TimedWireFormat",
    "other, CallTimeline, grpc.CallTimeline",
    "other, TimedPredictClient, grpc.TimelineClient",
    "other, Compression$2, axis.Compression"
  })
  void aClassKeepsItsLayerUnderItsNewName(String layer, String old, String now) {
    assertThat(layerOf(old)).isEqualTo(layer);
    assertThat(layerOf(now)).isEqualTo(layer);
  }

  private String layerOf(String type) {
    return rules.layer(
        "[main];io.netty.A.b_[j];org.predictbench.client." + type + ".m_[j];memmove");
  }
}
