package org.predictbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.predictbench.client.axis.Method;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TargetKind;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;

/** Names that users type: what is known is found, what is not is answered with what is. */
class NamesTest {

  @Test
  void variantsRoundTripThroughTheirAxes() {
    assertThat(Variant.parse(Variant.best().axes())).isEqualTo(Variant.best());
    assertThat(Variant.parse(Map.of())).isEqualTo(Variant.naive());
    assertThat(Variant.naive().axes().keySet())
        .containsExactly(
            "reuse",
            "transport",
            "encoding",
            "protos",
            "method",
            "call",
            "executor",
            "compression",
            "flow_control");
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Variant.parse(Map.of("encoding", "xml")))
        .withMessage(
            "unknown encoding 'xml'; known: float-val-boxed, float-val, tensor-content-copy,"
                + " tensor-content-wrap, jpeg-bytes, direct, example-proto, example-direct, json-row,"
                + " json-columnar");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Variant.parse(Map.of("colour", "red")))
        .withMessageContaining("unknown client axis 'colour'; known: reuse, transport");
  }

  @Test
  void targetsAreReadOrRefused() {
    assertThat(Target.parse("localhost:8500")).isEqualTo(new Target.Tcp("localhost", 8500));
    assertThat(Target.parse("unix:/run/s")).isEqualTo(new Target.Unix("/run/s"));
    for (String tls : new String[] {"tls:h:1", "tls:h:1?ca=/c", "tls:h:1?ca=/c&cert=/a&key=/b"}) {
      assertThat(Target.parse(tls)).isInstanceOf(Target.Tls.class).hasToString(tls);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parse("tls:h:1?cert=/a"))
        .withMessage("TLS needs the client's certificate and its key together, or neither");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parse("tls:h:1?pem=/a"))
        .withMessage("TLS takes ca=FILE, cert=FILE and key=FILE, not 'pem=/a'");
    for (String bad :
        List.of("localhost", "tls:h", "host:", "h:99999", ":80", "unix:", "http://h:80", "::1")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Target.parse(bad))
          .withMessage(
              "target '%s' is none of HOST:PORT, tls:HOST:PORT, unix:PATH and in-process:NAME"
                  .formatted(bad));
    }
  }

  @Test
  void ipv6AddressesStandInBrackets() {
    assertThat(Target.parse("[::1]:7201"))
        .isEqualTo(new Target.Tcp("[::1]", 7201))
        .hasToString("[::1]:7201");
    assertThat(new Target.Tcp("fe80::2", 7201)).hasToString("[fe80::2]:7201");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parse("::1:7201"))
        .withMessage("target '::1:7201': an IPv6 address stands in brackets: [::1]:7201");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Target.parse("tls:fe80::2:443"))
        .withMessage(
            "target 'tls:fe80::2:443': an IPv6 address stands in brackets: tls:[fe80::2]:443");
  }

  @Test
  void transportRefusesTheOtherKindOfTarget() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PredictClients.create(Variant.naive(), new Target.Unix("/x"), ModelRef.of("m")))
        .withMessage("transport 'netty-nio' needs a target HOST:PORT, not 'unix:/x'");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PredictClients.create(
                    Variant.best().over(Transport.SOCKET),
                    Target.parse("unix:/x"),
                    ModelRef.of("m")))
        .withMessage("transport 'socket' needs a target HOST:PORT, not 'unix:/x'");
    assertThat(Transport.SOCKET.towards(TargetKind.TLS)).isEqualTo(Transport.SOCKET);
  }

  @Test
  void valuesThatDoNotGoTogetherAreRefusedWithWhatDoes() {
    Variant direct = Variant.grpc();
    mismatch(
        direct.with(Method.CLASSIFY),
        "method 'classify' needs encoding 'example-proto' or 'example-direct', not 'direct'");
    mismatch(
        direct.with(Method.REGRESS).over(Transport.REST).with(TensorEncoding.JSON_ROW),
        "method 'regress' needs a gRPC transport, not 'rest', which makes calls of Predict alone");
    mismatch(
        direct.with(TensorEncoding.EXAMPLE_PROTO).with(Protos.SLIM),
        "encoding 'example-proto' needs protos 'full', not 'slim'");
    mismatch(
        direct.with(TensorEncoding.EXAMPLE_DIRECT).with(Protos.FULL),
        "encoding 'example-direct' needs protos 'none', not 'full'");
    mismatch(
        direct.with(TensorEncoding.FLOAT_VAL).with(Protos.FULL).over(Transport.SOCKET),
        "transport 'socket' needs encoding 'direct' or 'example-direct', not 'float-val'");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PredictClients.create(
                    direct.with(TensorEncoding.EXAMPLE_DIRECT).with(Method.CLASSIFY),
                    new Target.Tcp("localhost", 1),
                    ModelRef.of("m").withOutputs("scores")))
        .withMessage("method 'classify' has no output filter: take 'predict', or all outputs");
  }

  private static void mismatch(Variant variant, String message) {
    assertThat(variant.unavailable()).hasValue(message);
  }

  @Test
  void shapeAndValuesMustAgree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(new float[5], 2, 3))
        .withMessage("shape [2, 3] holds 6 values, not 5");
  }
}
