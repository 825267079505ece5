package org.predictbench.modelserver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.predictbench.modelserver.conformance.Requests.floats;
import static org.predictbench.modelserver.conformance.Requests.predict;
import static org.predictbench.modelserver.conformance.Requests.scalar;
import static org.predictbench.modelserver.conformance.Requests.spec;
import static org.predictbench.modelserver.conformance.Requests.strings;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/**
 * Requests for models of strings, of several inputs and of images, with some bytes changed: each is
 * answered within two seconds, and the server is as large afterwards as before.
 *
 * <p>{@code -Dpredictbench.fuzz=N} tries N each way.
 */
class MutatedRequestsTest {
  private static final int MUTATIONS = Integer.getInteger("predictbench.fuzz", 3000);
  private static final int BETWEEN_GOOD_REQUESTS = 100;
  private static final int WARM_UP_ROUNDS = 100;
  private static final long SEED = 20;
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final String[][] JSON_SEEDS = {
    {"half_plus_two:predict", "{\"instances\": [1.0, 2.0, 5.0]}"},
    {
      "half_plus_two:predict",
      "{\"signature_name\": \"serving_default\", \"inputs\": {\"x\": [[1], [-2e30]]}}"
    },
    {"half_plus_two:predict", "{\"instances\": [{\"x\": [1]}, {\"x\": [2]}]}"},
    {
      "half_plus_two:regress",
      "{\"signature_name\": \"regress_x_to_y\", \"examples\": [{\"x\": 2.0}, {}],"
          + " \"context\": {\"y\": {\"b64\": \"YQ==\"}, \"z\": NaN}}"
    },
    {"strings:predict", "{\"instances\": [\"ab\", {\"b64\": \"YQ==\"}, \"\\u00e4\"]}"},
    {"defaults:predict", "{\"inputs\": {\"x\": [1, 2.5, -0.0], \"a\": 3, \"b\": 1}}"},
    {"pixels:predict", "{\"inputs\": [[[[0, 1, 255], [7, 7, 7]]]]}"}
  };

  private final Target target = Target.shared();
  private final RawCalls calls = new RawCalls(target);
  private final SplittableRandom random = new SplittableRandom(SEED);
  private long longest;
  private ServerSize before;

  @BeforeEach
  void measure() throws IOException {
    assumeTrue(target.embedded(), "bounds of ours");
    // A JVM that has answered nothing yet is small.
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      for (PredictRequest seed : seeds()) {
        assertThat(calls.send(seed.toByteArray())).isEqualTo(Status.Code.OK);
      }
      for (String[] seed : JSON_SEEDS) {
        assertThat(calls.post("/v1/models/" + seed[0], seed[1].getBytes(StandardCharsets.UTF_8)))
            .as(seed[1])
            .isEqualTo(200);
      }
    }
    before = ServerSize.of(target);
  }

  @AfterEach
  void isAsLargeAsBefore() {
    ServerSize after = ServerSize.of(target);
    ServerSize settled = before.awaitAgain(target);
    System.out.printf(
        "%d mutated requests; longest answer %d ms; server %s before, %s after, %s settled%n",
        MUTATIONS, TimeUnit.NANOSECONDS.toMillis(longest), before, after, settled);
  }

  @Test
  void predictMessages() throws IOException {
    List<byte[]> seeds = seeds().stream().map(PredictRequest::toByteArray).toList();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] request = mutate(seeds.get(random.nextInt(seeds.size())));
      Status.Code[] code = new Status.Code[1];
      requireSoon(() -> code[0] = calls.send(request));
      refused += code[0] == Status.Code.OK ? 0 : 1;
      if (i % BETWEEN_GOOD_REQUESTS == 0) {
        calls.requireGoodAnswer();
      }
    }
    calls.requireGoodAnswer();
    assertThat(refused).isBetween(1, MUTATIONS - 1);
  }

  @Test
  void jsonBodies() {
    for (int i = 0; i < MUTATIONS; i++) {
      String[] seed = JSON_SEEDS[random.nextInt(JSON_SEEDS.length)];
      byte[] body = mutate(seed[1].getBytes(StandardCharsets.UTF_8));
      requireSoon(
          () ->
              assertThat(calls.post("/v1/models/" + seed[0], body)).isIn(200, 400, 404, 500, 501));
      if (i % BETWEEN_GOOD_REQUESTS == 0) {
        calls.requireGoodAnswer();
      }
    }
    calls.requireGoodAnswer();
  }

  /** A call that is late may have waited for the machine: it is made once more. */
  private void requireSoon(Runnable call) {
    long nanos = time(call);
    if (nanos > LONGEST_NANOS) {
      nanos = time(call);
    }
    longest = Math.max(longest, nanos);
    assertThat(nanos).as("nanoseconds to an answer").isLessThan(LONGEST_NANOS);
  }

  private static long time(Runnable call) {
    long start = System.nanoTime();
    call.run();
    return System.nanoTime() - start;
  }

  private static List<PredictRequest> seeds() throws IOException {
    PredictRequest image = predict(spec("jpeg"), "image_bytes", strings(jpeg()));
    return List.of(
        predict(spec("half_plus_two"), "x", floats(1, 2, 3)),
        predict(spec("matrix"), "x", matrix(floats(1, 2))).toBuilder().addOutputFilter("y").build(),
        predict(spec("strings"), "text", strings(ByteString.copyFromUtf8("ab"))),
        predict(spec("defaults"), "x", floats(1, 2)).toBuilder()
            .putInputs("a", scalar(3))
            .putInputs("b", scalar(4))
            .build(),
        predict(
            spec("half_plus_two"),
            "x",
            floats(1, 2).toBuilder()
                .clearFloatVal()
                .setTensorContent(ByteString.copyFrom(new byte[8]))
                .build()),
        predict(spec("pixels"), "pixels", pixels()),
        // Twice: most mutations of a large request hit the image itself.
        image,
        image);
  }

  private static TensorProto matrix(TensorProto row) {
    TensorProto.Builder matrix = row.toBuilder();
    matrix.getTensorShapeBuilder().addDimBuilder(0).setSize(1);
    return matrix.build();
  }

  private static TensorProto pixels() {
    TensorProto.Builder pixels = TensorProto.newBuilder().setDtype(DataType.DT_UINT8);
    for (int size : new int[] {1, 16, 16, 3}) {
      pixels.getTensorShapeBuilder().addDimBuilder().setSize(size);
    }
    return pixels.setTensorContent(ByteString.copyFrom(new byte[16 * 16 * 3])).build();
  }

  private static ByteString jpeg() throws IOException {
    BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, (x * 5) << 16 | (y * 7) << 8 | (x ^ y));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", bytes);
    return ByteString.copyFrom(bytes.toByteArray());
  }

  /** Flips, cuts, doubles, inserts and overwrites, up to four times. */
  private byte[] mutate(byte[] seed) {
    byte[] bytes = seed.clone();
    for (int i = random.nextInt(1, 5); i > 0 && bytes.length > 1; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes = Arrays.copyOf(bytes, at);
        case 2 -> bytes[at] = (byte) random.nextInt(256);
        case 3 -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length * 2);
          System.arraycopy(bytes, 0, longer, bytes.length, bytes.length);
          bytes = longer;
        }
        default -> {
          byte[] longer = new byte[bytes.length + 1];
          System.arraycopy(bytes, 0, longer, 0, at);
          longer[at] = (byte) 0xff;
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }
}
