package org.predictbench.modelserver.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.DecodeImage;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * What TensorFlow's own ops make of the images that the harness' decoders are tested with. To write
 * it anew, after a new runtime or other images:
 *
 * <pre>
 * mvn test -pl model-server -am -Dtest=RuntimeDecodesTest -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
class RuntimeDecodesTest {
  private static final Path IMAGES = Path.of("../benchmarks/src/test/resources/images");
  private static final Path MUTANTS = IMAGES.resolve("mutants.txt");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");
  private static final int MUTANTS_EACH = 12;

  @Test
  void pixelsAreTheRecordedOnes() throws IOException {
    try (Decoder decoder = new Decoder()) {
      for (Path image : images()) {
        byte[] pixels = decoder.accurate(Files.readAllBytes(image)).orElseThrow();
        Path recorded = IMAGES.resolve(image.getFileName() + ".rgb.gz");
        if (UPDATE) {
          try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(recorded))) {
            out.write(pixels);
          }
        }
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(recorded))) {
          assertThat(in.readAllBytes()).as("%s", image).isEqualTo(pixels);
        }
      }
    }
  }

  /** {@code decode_image} and {@code decode_jpeg} take it where nothing is asked for. */
  @Test
  void theFastTransformIsAtMostSixLevelsOff() throws IOException {
    int most = 0;
    try (Decoder decoder = new Decoder()) {
      for (Path image : images()) {
        byte[] bytes = Files.readAllBytes(image);
        byte[] accurate = decoder.accurate(bytes).orElseThrow();
        byte[] fast = decoder.fast(bytes).orElseThrow();
        assertThat(fast).as("%s", image).hasSameSizeAs(accurate);
        int off = 0;
        for (int i = 0; i < fast.length; i++) {
          off = Math.max(off, Math.abs((fast[i] & 0xff) - (accurate[i] & 0xff)));
        }
        if (image.toString().endsWith(".png")) {
          assertThat(off).as("%s", image).isZero();
        }
        most = Math.max(most, off);
      }
    }
    assertThat(most).isBetween(1, 6);
  }

  @Test
  void whatIsRefusedIsRecorded() throws IOException {
    if (UPDATE) {
      Files.write(MUTANTS, drawn());
    }
    List<String> wrong = new ArrayList<>();
    try (Decoder decoder = new Decoder()) {
      for (String line : Files.readAllLines(MUTANTS)) {
        String[] words = line.split(" ");
        String verdict = decoder.fast(mutant(words)).isPresent() ? "taken" : "refused";
        if (!verdict.equals(words[4])) {
          wrong.add(line);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Lines such as {@code gray.jpg flip 17 64 refused}. */
  private static List<String> drawn() throws IOException {
    Random random = new Random(42);
    List<String> lines = new ArrayList<>();
    try (Decoder decoder = new Decoder()) {
      for (Path image : images()) {
        int length = Math.toIntExact(Files.size(image));
        for (int i = 0; i < MUTANTS_EACH; i++) {
          String line =
              i % 4 == 0
                  ? "%s cut %d 0".formatted(image.getFileName(), random.nextInt(length))
                  : "%s flip %d %d"
                      .formatted(
                          image.getFileName(), random.nextInt(length), 1 << random.nextInt(8));
          boolean taken = decoder.fast(mutant(line.split(" "))).isPresent();
          lines.add(line + (taken ? " taken" : " refused"));
        }
      }
    }
    return lines;
  }

  private static byte[] mutant(String[] words) throws IOException {
    byte[] bytes = Files.readAllBytes(IMAGES.resolve(words[0]));
    int at = Integer.parseInt(words[2]);
    if (words[1].equals("cut")) {
      return Arrays.copyOf(bytes, at);
    }
    bytes[at] ^= (byte) Integer.parseInt(words[3]);
    return bytes;
  }

  private static List<Path> images() throws IOException {
    try (Stream<Path> files = Files.list(IMAGES)) {
      return files.filter(file -> file.toString().matches(".*\\.(jpg|png)")).sorted().toList();
    }
  }

  /** The ops that decode, in a graph. */
  private static final class Decoder implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Operand<TUint8> accurate;
    private final Operand<TUint8> fast;
    private final Session session;

    Decoder() {
      Ops tf = Ops.create(graph);
      Operand<TString> bytes =
          tf.withName("bytes").placeholder(TString.class, Placeholder.shape(Shape.scalar()));
      // Takes PNG too, as every one of these ops takes every form.
      accurate =
          tf.image.decodeJpeg(
              bytes, DecodeJpeg.channels(3L), DecodeJpeg.dctMethod("INTEGER_ACCURATE"));
      fast =
          tf.image.decodeImage(
              bytes,
              new DecodeImage.Options[] {
                DecodeImage.channels(3L), DecodeImage.expandAnimations(false)
              });
      session = new Session(graph);
    }

    Optional<byte[]> accurate(byte[] image) throws IOException {
      return run(image, accurate);
    }

    Optional<byte[]> fast(byte[] image) throws IOException {
      return run(image, fast);
    }

    /** Height and width as big-endian ints, then the samples; empty if the op refuses. */
    private Optional<byte[]> run(byte[] image, Operand<TUint8> op) throws IOException {
      try (TString input = TString.tensorOfBytes(NdArrays.scalarOfObject(image));
          Result result = session.runner().feed("bytes", input).fetch(op.asOutput()).run()) {
        TUint8 pixels = (TUint8) result.get(0);
        byte[] samples = new byte[Math.toIntExact(pixels.size())];
        pixels.asRawTensor().data().read(samples);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt((int) pixels.shape().get(0));
        data.writeInt((int) pixels.shape().get(1));
        data.write(samples);
        return Optional.of(out.toByteArray());
      } catch (TFInvalidArgumentException e) {
        return Optional.empty();
      }
    }

    @Override
    public void close() {
      session.close();
      graph.close();
    }
  }
}
