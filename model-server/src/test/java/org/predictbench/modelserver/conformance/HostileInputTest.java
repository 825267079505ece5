package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.predictbench.modelserver.conformance.Requests.floats;
import static org.predictbench.modelserver.conformance.Requests.predict;
import static org.predictbench.modelserver.conformance.Requests.spec;
import static org.predictbench.modelserver.conformance.Requests.strings;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.BytesList;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.Example;
import org.predictbench.serving.full.tensorflow.Feature;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/**
 * Whatever a caller sends, the server answers within seconds, and goes on answering: no crash of
 * the native runtime, no hang, no memory without bounds.
 */
class HostileInputTest {
  private final Target target = Target.shared();
  private final RawCalls calls = new RawCalls(target);

  @Test
  void tensorsThatLieAboutThemselves() {
    List<TensorProto> lies = lies();

    for (TensorProto lie : lies) {
      PredictRequest request = predict(spec("half_plus_two"), "x", lie);
      assertThat(calls.send(request.toByteArray()))
          .as(lie.getDtype() + " " + lie.getTensorShape())
          .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED);
      calls.requireGoodAnswer();
    }
    assertThat(lies).hasSizeGreaterThan(100);
  }

  @Test
  void fewBytesThatAskForMuch() {
    assumeTrue(target.embedded(), "the original has no such bound");
    TensorProto two =
        strings(ByteString.copyFromUtf8("a"), ByteString.copyFromUtf8("b")).toBuilder()
            .setTensorShape(shape(4_000_000, 2))
            .build();
    Requests.refused(
        () -> {
          var unused = target.prediction().predict(predict(spec("strings"), "text", two));
        },
        Status.Code.INVALID_ARGUMENT,
        Pattern.compile("tensor parsing error: text.*"));
    calls.requireGoodAnswer();
    ClassificationRequest.Builder context =
        ClassificationRequest.newBuilder().setModelSpec(spec("half_plus_two", "classify_x_to_y"));
    var examples = context.getInputBuilder().getExampleListWithContextBuilder();
    examples
        .getContextBuilder()
        .getFeaturesBuilder()
        .putFeature(
            "big",
            Feature.newBuilder()
                .setBytesList(
                    BytesList.newBuilder().addValue(ByteString.copyFrom(new byte[1 << 20])))
                .build());
    for (int i = 0; i < 100_000; i++) {
      examples.addExamples(Example.getDefaultInstance());
    }
    Requests.refused(
        () -> {
          var unused = target.prediction().classify(context.build());
        },
        Status.Code.INVALID_ARGUMENT,
        Pattern.compile("The context of \\d+ bytes would be repeated for 100000 examples; .*"));
    calls.requireGoodAnswer();
  }

  @Test
  void packedMessagesThatGrowTooLarge() {
    assumeTrue(target.embedded(), "the original has no such bound");
    var packed = target.prediction().withCompression("gzip");
    PredictRequest zeros =
        predict(
            spec("strings"),
            "text",
            strings(ByteString.copyFrom(new byte[50 << 20]), ByteString.EMPTY));
    Requests.refused(
        () -> {
          var unused = packed.predict(zeros);
        },
        Status.Code.RESOURCE_EXHAUSTED,
        Pattern.compile("A gzip body of \\d+ bytes may grow to \\d+ bytes; .*"));
    assertThat(packed.predict(predict(spec("half_plus_two"), "x", floats(2))).getOutputsCount())
        .isEqualTo(1);
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDimBuilder().setSize(size);
    }
    return shape.build();
  }

  @Test
  void metadataThatIsTooLargeEndsItsCallAlone() {
    Metadata.Key<String> key = Metadata.Key.of("x-large", Metadata.ASCII_STRING_MARSHALLER);
    for (int size : new int[] {9_000, 100_000, 2_000_000}) {
      Metadata large = new Metadata();
      large.put(key, "a".repeat(size));
      var stub =
          target
              .prediction()
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(large))
              .withDeadlineAfter(RawCalls.ANSWER_SECONDS, TimeUnit.SECONDS);
      assertThatThrownBy(() -> stub.predict(predict(spec("half_plus_two"), "x", floats(2))))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
      calls.requireGoodAnswer();
    }
  }

  @Test
  void deepNesting() {
    TensorProto tensor = floats(1);
    ByteString nested = tensor.toByteString();
    // A variant holds tensors, which hold variants: field 15, then 3.
    for (int depth = 0; depth < 2000; depth++) {
      ByteString variant = field(3, nested);
      nested = field(15, variant);
    }
    byte[] request =
        PredictRequest.newBuilder()
            .setModelSpec(spec("half_plus_two"))
            .build()
            .toByteString()
            .concat(field(2, field(1, ByteString.copyFromUtf8("x")).concat(field(2, nested))))
            .toByteArray();

    assertThat(calls.send(request)).isEqualTo(Status.Code.INTERNAL);
    calls.requireGoodAnswer();
  }

  @Test
  void jsonThatIsDeepLongOrHuge() {
    assumeTrue(target.rest().isPresent(), "no -Dpredictbench.rest");
    String path = "/v1/models/half_plus_two:predict";
    String[] bodies = {
      "[".repeat(200_000),
      "{\"instances\": " + "[".repeat(900) + "1" + "]".repeat(900) + "}",
      "{\"instances\": [" + "9".repeat(5000) + "]}",
      "{\"instances\": [1e999999999]}",
      "{\"instances\": [" + "1,".repeat(500_000) + "\"a\"]}",
      "{\"a\":".repeat(5000)
    };
    for (String body : bodies) {
      assertThat(calls.post(path, body.getBytes(StandardCharsets.UTF_8))).isIn(200, 400);
      calls.requireGoodAnswer();
    }
  }

  /** Shapes too large, too many dimensions, lengths that do not fit, types that are none. */
  private static List<TensorProto> lies() {
    List<TensorProto> lies = new ArrayList<>();
    long[][] shapes = {
      {-1},
      {1L << 62},
      {Long.MAX_VALUE, Long.MAX_VALUE},
      {1L << 40},
      {1L << 20, 1L << 20},
      {Integer.MAX_VALUE, 2},
      {Long.MIN_VALUE},
      {3_000_000_000L}
    };
    for (DataType type : DataType.values()) {
      if (type == DataType.UNRECOGNIZED) {
        continue;
      }
      for (long[] shape : shapes) {
        TensorProto.Builder lie = TensorProto.newBuilder().setDtype(type);
        for (long size : shape) {
          lie.getTensorShapeBuilder().addDimBuilder().setSize(size);
        }
        lies.add(lie.addFloatVal(1).build());
      }
    }
    TensorProto.Builder manyDimensions = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    for (int i = 0; i < 300; i++) {
      manyDimensions.getTensorShapeBuilder().addDimBuilder().setSize(1);
    }
    lies.add(manyDimensions.build());
    for (int length : new int[] {1, 3, 5, 9, 1000}) {
      lies.add(
          floats(1, 2).toBuilder().setTensorContent(ByteString.copyFrom(new byte[length])).build());
      lies.add(
          strings(ByteString.EMPTY).toBuilder()
              .setTensorContent(ByteString.copyFrom(fill(length, (byte) 0x7f)))
              .build());
    }
    return lies;
  }

  private static byte[] fill(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }

  private static ByteString field(int number, ByteString value) {
    ByteString.Output out = ByteString.newOutput();
    varint((number << 3) | 2, out);
    varint(value.size(), out);
    return out.toByteString().concat(value);
  }

  private static void varint(int value, ByteString.Output out) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
