package org.predictbench.client.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.predictbench.client.Features;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictException;
import org.predictbench.client.Prediction;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** The hand-framed bytes against the generated classes, which know the format. */
class DirectWireFormatTest {
  private static final ModelRef MODEL = ModelRef.imageClassifier("modèle");
  private final ReplyReader reader = new ReplyReader(MODEL);
  private final DirectWireFormat wire = new DirectWireFormat(MODEL);

  @Test
  void writesWhatTheGeneratedClassesWrite() throws IOException {
    long[][] shapes = {{1}, {2, 3, 5}, {1, 224, 224, 3}, {0}, {}, {70_000, 1}};
    for (long[] shape : shapes) {
      int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
      Features features = new Features(new float[count], shape);
      for (int i = 0; i < count; i++) {
        features.values()[i] = i - 0.5f;
      }
      PredictRequest expected =
          new FullWireFormat(MODEL, TensorWriter.TENSOR_CONTENT_WRAP).encode(features);
      ByteArrayOutputStream drained = new ByteArrayOutputStream();
      DirectRequest request = request(features);
      int known = request.available();
      assertThat(request.drainTo(drained)).isEqualTo(known).isEqualTo(drained.size());
      assertThat(PredictRequest.parseFrom(drained.toByteArray())).isEqualTo(expected);
      assertThat(readInPieces(request(features))).isEqualTo(drained.toByteArray());
      assertThat(readThenDrained(request(features))).isEqualTo(drained.toByteArray());
    }
  }

  private DirectRequest request(Features features) {
    return (DirectRequest) wire.method().streamRequest(features);
  }

  private static byte[] readInPieces(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece = new byte[1001];
    int first = in.read();
    all.write(first);
    for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
      all.write(piece, 0, size);
    }
    return all.toByteArray();
  }

  private static byte[] readThenDrained(DirectRequest in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(in.readNBytes(in.available() / 2));
    in.drainTo(all);
    assertThat(in.available()).isZero();
    assertThat(in.read()).isEqualTo(-1);
    return all.toByteArray();
  }

  @Test
  void readsPackedUnpackedAndContent() {
    TensorProto.Builder floats = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    floats.addFloatVal(1.5f).addFloatVal(-0.0f);
    TensorProto.Builder longs = TensorProto.newBuilder().setDtype(DataType.DT_INT64);
    longs.addInt64Val(Long.MIN_VALUE).addInt64Val(7);
    require(reply(longs.build(), floats.build()), new long[] {Long.MIN_VALUE, 7}, 1.5f, -0.0f);

    require(
        reply(
            tensor(DataType.DT_INT64, field(10, varint(3)), field(10, varint(-4))),
            tensor(DataType.DT_FLOAT, field(5, fixed32(2f)), field(5, fixed32(3f)))),
        new long[] {3, -4},
        2f,
        3f);
    require(
        reply(
            TensorProto.newBuilder()
                .setDtype(DataType.DT_INT64)
                .setTensorContent(ByteString.copyFrom(new byte[] {1, 0, 0, 0, 0, 0, 0, -128}))
                .build(),
            TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorContent(ByteString.copyFrom(new byte[] {0, 0, -128, 63}))
                .build()),
        new long[] {1 | 1L << 63},
        1f);
  }

  @Test
  void readsFieldsInAnyOrderAndSkipsUnknownOnes() throws IOException {
    UnknownFieldSet.Field strange =
        UnknownFieldSet.Field.newBuilder()
            .addVarint(-1)
            .addFixed32(1)
            .addFixed64(2)
            .addLengthDelimited(ByteString.copyFromUtf8("x"))
            .addGroup(UnknownFieldSet.newBuilder().addField(3, varint(1)).build())
            .build();
    TensorProto classes =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_INT64)
            .addInt64Val(5)
            .setUnknownFields(field(77, strange))
            .build();
    TensorProto probabilities =
        TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).addFloatVal(0.5f).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    // Values before keys, an output nobody asked for, and a stray field between.
    for (Object[] output :
        new Object[][] {
          {"probabilities", probabilities}, {"other", probabilities}, {"classes", classes}
        }) {
      byte[] value = ((TensorProto) output[1]).toByteArray();
      int keySize = CodedOutputStream.computeStringSize(1, (String) output[0]);
      out.writeTag(1, 2);
      out.writeUInt32NoTag(CodedOutputStream.computeByteArraySize(2, value) + keySize);
      out.writeByteArray(2, value);
      out.writeString(1, (String) output[0]);
      field(99, strange).writeTo(out);
    }
    out.flush();
    Prediction answer = reader.read(ByteBuffer.wrap(bytes.toByteArray()));
    assertThat(answer.sameBitsAs(new Prediction(new long[] {5}, new float[] {0.5f}))).isTrue();
  }

  @Test
  void namesWhatIsMissing() {
    TensorProto floats = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).build();
    assertThatExceptionOfType(PredictException.class)
        .isThrownBy(() -> reader.read(ByteBuffer.wrap(reply(floats, floats).toByteArray())))
        .withMessage(
            "reply has no output 'classes' of type DT_INT64; it has [classes, probabilities]");
  }

  /** Every broken reply is answered or refused, and what is answered both readers read alike. */
  @Test
  @Timeout(60)
  void brokenRepliesAreRefused() {
    TensorProto classes =
        TensorProto.newBuilder().setDtype(DataType.DT_INT64).addInt64Val(300).build();
    TensorProto probabilities =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .addFloatVal(0.25f)
            .addFloatVal(0.75f)
            .build();
    byte[] whole = reply(classes, probabilities).toByteArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(PredictException.class)
          .isThrownBy(() -> reader.read(ByteBuffer.wrap(part)));
    }
    SplittableRandom random = new SplittableRandom(7);
    FullWireFormat full = new FullWireFormat(MODEL, TensorWriter.FLOAT_VAL);
    int answered = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = whole.clone();
      for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      Prediction expected;
      try {
        expected = full.decode(PredictResponse.parseFrom(broken));
      } catch (IOException | PredictException e) {
        expected = null;
      }
      try {
        Prediction answer = reader.read(ByteBuffer.wrap(broken));
        answered++;
        assertThat(expected == null || answer.sameBitsAs(expected))
            .as(Arrays.toString(broken))
            .isTrue();
      } catch (PredictException e) {
        assertThat(e.code()).isEqualTo(Status.Code.INTERNAL);
      }
    }
    assertThat(answered).isPositive();
  }

  private void require(PredictResponse reply, long[] classes, float... probabilities) {
    Prediction answer = reader.read(ByteBuffer.wrap(reply.toByteArray()));
    assertThat(answer.sameBitsAs(new Prediction(classes, probabilities))).isTrue();
  }

  private static PredictResponse reply(TensorProto classes, TensorProto probabilities) {
    return PredictResponse.newBuilder()
        .putOutputs("classes", classes)
        .putOutputs("probabilities", probabilities)
        .build();
  }

  private static TensorProto tensor(DataType type, UnknownFieldSet... fields) {
    UnknownFieldSet.Builder all = UnknownFieldSet.newBuilder();
    for (UnknownFieldSet field : fields) {
      all.mergeFrom(field);
    }
    return TensorProto.newBuilder().setDtype(type).setUnknownFields(all.build()).build();
  }

  private static UnknownFieldSet field(int number, UnknownFieldSet.Field field) {
    return UnknownFieldSet.newBuilder().addField(number, field).build();
  }

  private static UnknownFieldSet.Field varint(long value) {
    return UnknownFieldSet.Field.newBuilder().addVarint(value).build();
  }

  private static UnknownFieldSet.Field fixed32(float value) {
    return UnknownFieldSet.Field.newBuilder().addFixed32(Float.floatToRawIntBits(value)).build();
  }
}
