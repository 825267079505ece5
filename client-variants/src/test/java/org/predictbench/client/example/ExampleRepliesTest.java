package org.predictbench.client.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.grpc.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Method;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.serving.full.ClassificationResponse;
import org.predictbench.serving.full.RegressionResponse;

/** Replies of Classify and Regress, read without messages and with them. */
class ExampleRepliesTest {

  private static WireCodec direct(Method method) {
    return WireCodec.of(method, TensorEncoding.EXAMPLE_DIRECT, Protos.NONE, ModelRef.of("m"));
  }

  private static WireCodec generated(Method method) {
    return WireCodec.of(method, TensorEncoding.EXAMPLE_PROTO, Protos.FULL, ModelRef.of("m"));
  }

  /** Two rows of three classes, or twelve values; more than the readers first have room for. */
  private static MessageLite reply(Method method) {
    if (method == Method.CLASSIFY) {
      ClassificationResponse.Builder reply = ClassificationResponse.newBuilder();
      for (int row = 0; row < 4; row++) {
        var classes = reply.getResultBuilder().addClassificationsBuilder();
        for (int i = 0; i < 3; i++) {
          classes.addClassesBuilder().setLabel(i == 1 ? "" : "é" + row).setScore(i - row);
        }
      }
      reply.getModelSpecBuilder().setName("m");
      return reply.build();
    }
    RegressionResponse.Builder reply = RegressionResponse.newBuilder();
    for (int row = 0; row < 12; row++) {
      reply.getResultBuilder().addRegressionsBuilder().setValue(row - 3);
    }
    reply.getModelSpecBuilder().setName("m");
    return reply.build();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLASSIFY", "REGRESS"})
  void bothReadersSeeTheSame(Method method) {
    for (WireCodec codec : new WireCodec[] {direct(method), generated(method)}) {
      Outputs outputs = codec.decode(reply(method).toByteArray());
      if (method == Method.CLASSIFY) {
        assertThat(outputs).hasToString("{classes: string[4, 3], scores: float[4, 3]}");
        assertThat(outputs.floats("scores")).startsWith(0, 1, 2, -1).endsWith(-3, -2, -1);
        assertThat(outputs.tensor("classes").stringAt(3)).asString().isEqualTo("é1");
        assertThat(outputs.tensor("classes").stringAt(4)).isEmpty();
      } else {
        assertThat(outputs).hasToString("{outputs: float[12]}");
        assertThat(outputs.floats("outputs")).startsWith(-3, -2, -1, 0).endsWith(8);
      }
    }
  }

  @Test
  void rowsOfUnequalLengthAndRepliesWithoutAResultAreErrors() {
    ClassificationResponse.Builder ragged = ClassificationResponse.newBuilder();
    ragged.getResultBuilder().addClassificationsBuilder().addClassesBuilder().setLabel("a");
    ragged.getResultBuilder().addClassificationsBuilder();
    refused(
        Method.CLASSIFY,
        ragged.build(),
        "reply is no ClassificationResponse of equal rows: row 1 has 0 classes, the first 1");
    refused(
        Method.CLASSIFY,
        ClassificationResponse.getDefaultInstance(),
        "reply is no ClassificationResponse: it has no result");
    refused(
        Method.REGRESS,
        RegressionResponse.getDefaultInstance(),
        "reply is no RegressionResponse: it has no result");
  }

  private static void refused(Method method, MessageLite reply, String message) {
    for (WireCodec codec : new WireCodec[] {direct(method), generated(method)}) {
      assertThatExceptionOfType(PredictException.class)
          .isThrownBy(() -> codec.decode(reply.toByteArray()))
          .withMessage(message)
          .satisfies(e -> assertThat(e.code()).isEqualTo(Status.Code.INTERNAL));
    }
  }

  /** Every broken reply is answered or refused, and what is answered both readers read alike. */
  @ParameterizedTest
  @EnumSource(names = {"CLASSIFY", "REGRESS"})
  @Timeout(60)
  void brokenRepliesAreRefused(Method method) throws IOException {
    byte[] whole = reply(method).toByteArray();
    WireCodec direct = direct(method);
    WireCodec generated = generated(method);
    SplittableRandom random = new SplittableRandom(7);
    int answered = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = Arrays.copyOf(whole, i < whole.length ? i : whole.length);
      for (int edits = i < whole.length ? 0 : random.nextInt(1, 4); edits > 0; edits--) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      Outputs expected = null;
      if (isMessage(method, broken)) {
        try {
          expected = generated.decode(broken);
        } catch (PredictException e) {
          assertThat(e.code()).isEqualTo(Status.Code.INTERNAL);
        }
      }
      try {
        Outputs answer = direct.decode(broken);
        answered++;
        assertThat(expected == null || answer.sameBitsAs(expected))
            .as("%s and %s of %s", answer, expected, Arrays.toString(broken))
            .isTrue();
      } catch (PredictException e) {
        assertThat(e.code()).isEqualTo(Status.Code.INTERNAL);
        assertThat(expected).as(Arrays.toString(broken)).isNull();
      }
    }
    assertThat(answered).isGreaterThan(1000);
  }

  private static boolean isMessage(Method method, byte[] bytes) {
    try {
      MessageLite unused =
          method == Method.CLASSIFY
              ? ClassificationResponse.parseFrom(bytes)
              : RegressionResponse.parseFrom(bytes);
      return true;
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }
}
