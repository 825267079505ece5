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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.DType;
import org.predictbench.client.ElementBuffer;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;
import org.predictbench.client.Tensor;
import org.predictbench.client.TestTensors;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** The hand-framed bytes against the generated classes, which know the format. */
class DirectWireFormatTest {
  private static final ModelRef MODEL = ModelRef.of("modèle");
  private static final long[][] SHAPES = {
    {1}, {2, 3, 5}, {1, 224, 224, 3}, {0}, {3, 0, 2}, {}, {70_000, 1}, {1000}
  };
  private final ReplyReader reader = new ReplyReader(new PredictReply());
  private final DirectWireFormat wire = new DirectWireFormat(DirectMethod.predict(MODEL));
  private final FullWireFormat generated = new FullWireFormat(MODEL, TensorWriter.CONTENT_WRAP);

  @ParameterizedTest
  @EnumSource
  void writesWhatTheGeneratedClassesWrite(DType dtype) throws IOException {
    Inputs all = Inputs.of("zuerst ä", TestTensors.tensor(dtype));
    for (long[] shape : SHAPES) {
      Tensor tensor = TestTensors.tensor(dtype, shape);
      requireAlike(Inputs.of("input", tensor));
      all = all.with("i" + all.size(), tensor);
    }
    requireAlike(all);
    requireAlike(Inputs.none());
  }

  @Test
  void writesVersionLabelAndFilter() throws IOException {
    Inputs inputs = Inputs.of("x", Tensor.of(new long[] {1, 2, 3}, 3));
    for (ModelRef model :
        new ModelRef[] {
          MODEL.withVersion(Long.MAX_VALUE).withOutputs("a", "bé"),
          MODEL.withVersion(0).withSignature("other"),
          MODEL.withLabel("stable").withOutputs("a")
        }) {
      byte[] direct =
          new DirectWireFormat(DirectMethod.predict(model))
              .method()
              .streamRequest(inputs)
              .readAllBytes();
      assertThat(PredictRequest.parseFrom(direct))
          .isEqualTo(new FullWireFormat(model, TensorWriter.CONTENT_WRAP).encode(inputs));
    }
  }

  private void requireAlike(Inputs inputs) throws IOException {
    PredictRequest expected = generated.encode(inputs);
    ByteArrayOutputStream drained = new ByteArrayOutputStream();
    DirectRequest request = request(inputs);
    int known = request.available();
    assertThat(request.drainTo(drained)).isEqualTo(known).isEqualTo(drained.size());
    request.close();
    assertThat(PredictRequest.parseFrom(drained.toByteArray())).isEqualTo(normal(expected));
    assertThat(readInPieces(request(inputs))).isEqualTo(drained.toByteArray());
    assertThat(readThenDrained(request(inputs))).isEqualTo(drained.toByteArray());
    assertThat(readByOddCounts(inputs)).isEqualTo(drained.toByteArray());
  }

  /** As it reads back: an empty field that was set is one that was not. */
  private static PredictRequest normal(PredictRequest request) throws IOException {
    return PredictRequest.parseFrom(request.toByteArray());
  }

  /** Counts that split elements of every width. */
  private static byte[] readByOddCounts(Inputs inputs) {
    RequestMessage message = RequestMessage.bare(new TensorRequest(MODEL));
    message.fill(inputs);
    ElementBuffer chunk = new ElementBuffer(ByteBuffer.allocate(5003));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int[] counts = {1, 3, 4999, 7, 2};
    for (int i = 0; message.remaining() > 0; i++) {
      int count = message.read(chunk, 1, counts[i % counts.length]);
      all.write(chunk.bytes().array(), 1, count);
    }
    return all.toByteArray();
  }

  private DirectRequest request(Inputs inputs) {
    return (DirectRequest) wire.method().streamRequest(inputs);
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

  @ParameterizedTest
  @EnumSource
  void readsPackedUnpackedAndContentOfEveryType(DType dtype) throws IOException {
    Tensor tensor = TestTensors.tensor(dtype, 2, 3);
    for (TensorWriter writer : TensorWriter.values()) {
      PredictRequest request = new FullWireFormat(MODEL, writer).encode(Inputs.of("x", tensor));
      TensorProto message = request.getInputsOrThrow("x");
      require(reply(message), tensor);
      require(reply(unpacked(message)), tensor);
    }
  }

  @Test
  void tooFewValuesRepeatTheLastAndNoneAreZeros() throws IOException {
    TensorProto.Builder floats = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    floats.getTensorShapeBuilder().addDimBuilder().setSize(3);
    require(reply(floats.build()), Tensor.of(new float[3], 3));
    require(reply(floats.addFloatVal(2).build()), Tensor.of(new float[] {2, 2, 2}, 3));
    floats.addFloatVal(4);
    require(reply(floats.build()), Tensor.of(new float[] {2, 4, 4}, 3));
    floats.addFloatVal(5).addFloatVal(6);
    require(reply(floats.build()), Tensor.of(new float[] {2, 4, 5}, 3));
    TensorProto.Builder strings = TensorProto.newBuilder().setDtype(DataType.DT_STRING);
    strings.getTensorShapeBuilder().addDimBuilder().setSize(2);
    require(reply(strings.build()), Tensor.strings("", ""));
    strings.addStringVal(ByteString.copyFromUtf8("a"));
    require(reply(strings.build()), Tensor.strings("a", "a"));
  }

  @Test
  void aFewBytesDoNotBecomeGigabytes() {
    TensorProto.Builder floats =
        TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).addFloatVal(1);
    floats.getTensorShapeBuilder().addDimBuilder().setSize(500_000_000);
    byte[] bytes = reply(floats.build()).toByteArray();
    assertThatExceptionOfType(PredictException.class)
        .isThrownBy(() -> reader.read(ByteBuffer.wrap(bytes)))
        .withMessageContaining("a tensor of 500000000 elements that carries 1");
    assertThatExceptionOfType(PredictException.class)
        .isThrownBy(() -> generated.decode(reply(floats.build())))
        .withMessageContaining("500000000 elements that carries 1");
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
    // Values before keys, one key twice, and a stray field between.
    for (Object[] output :
        new Object[][] {{"probabilities", probabilities}, {"x", probabilities}, {"x", classes}}) {
      byte[] value = ((TensorProto) output[1]).toByteArray();
      int keySize = CodedOutputStream.computeStringSize(1, (String) output[0]);
      out.writeTag(1, 2);
      out.writeUInt32NoTag(CodedOutputStream.computeByteArraySize(2, value) + keySize);
      out.writeByteArray(2, value);
      out.writeString(1, (String) output[0]);
      field(99, strange).writeTo(out);
    }
    out.flush();
    for (int again = 0; again < 3; again++) {
      Outputs answer = reader.read(ByteBuffer.wrap(bytes.toByteArray()));
      assertThat(answer.aliases()).containsExactly("probabilities", "x");
      assertThat(answer.longs("x")).containsExactly(5);
      assertThat(answer.floats("probabilities")).containsExactly(0.5f);
    }
  }

  /** Every broken reply is answered or refused, and what is answered both readers read alike. */
  @Test
  @Timeout(60)
  void brokenRepliesAreRefused() {
    PredictResponse.Builder reply = PredictResponse.newBuilder();
    PredictRequest every = new FullWireFormat(MODEL, TensorWriter.TYPED).encode(ofEveryType());
    every.getInputsMap().forEach(reply::putOutputs);
    byte[] whole = reply.build().toByteArray();
    SplittableRandom random = new SplittableRandom(7);
    int answered = 0;
    for (int i = 0; i < 40_000; i++) {
      byte[] broken = Arrays.copyOf(whole, i < whole.length ? i : whole.length);
      for (int edits = i < whole.length ? 0 : random.nextInt(1, 4); edits > 0; edits--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      Outputs expected;
      try {
        expected = generated.decode(PredictResponse.parseFrom(broken));
      } catch (IOException | PredictException e) {
        expected = null;
      }
      try {
        Outputs answer = reader.read(ByteBuffer.wrap(broken));
        answered++;
        assertThat(expected == null || answer.sameBitsAs(expected))
            .as("%s and %s of %s", answer, expected, Arrays.toString(broken))
            .isTrue();
      } catch (PredictException e) {
        assertThat(e.code()).isEqualTo(Status.Code.INTERNAL);
      }
    }
    assertThat(answered).isGreaterThan(1000);
  }

  private static Inputs ofEveryType() {
    Inputs inputs = Inputs.none();
    for (DType dtype : DType.values()) {
      inputs = inputs.with(dtype.id(), TestTensors.tensor(dtype, 2, 2));
    }
    return inputs;
  }

  private void require(PredictResponse reply, Tensor expected) throws IOException {
    byte[] bytes = reply.toByteArray();
    Outputs answer = reader.read(ByteBuffer.wrap(bytes));
    assertThat(answer.tensor("x").sameBitsAs(expected)).as("%s of %s", answer, reply).isTrue();
    Outputs other = generated.decode(PredictResponse.parseFrom(bytes));
    assertThat(other.tensor("x").sameBitsAs(expected)).as("generated").isTrue();
  }

  private static PredictResponse reply(TensorProto tensor) {
    return PredictResponse.newBuilder().putOutputs("x", tensor).build();
  }

  /** The same message with each packed run of numbers as single values. */
  private static TensorProto unpacked(TensorProto tensor) {
    UnknownFieldSet.Builder single = UnknownFieldSet.newBuilder();
    tensor.getFloatValList().forEach(v -> single.mergeFrom(field(5, fixed32(v))));
    tensor.getInt64ValList().forEach(v -> single.mergeFrom(field(10, varint(v))));
    tensor.getIntValList().forEach(v -> single.mergeFrom(field(7, varint(v))));
    tensor.getHalfValList().forEach(v -> single.mergeFrom(field(13, varint(v))));
    tensor.getUint64ValList().forEach(v -> single.mergeFrom(field(17, varint(v))));
    return tensor.toBuilder()
        .clearFloatVal()
        .clearInt64Val()
        .clearIntVal()
        .clearHalfVal()
        .clearUint64Val()
        .setUnknownFields(single.build())
        .build();
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
