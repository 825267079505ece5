package org.predictbench.bench.requests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;

class RequestSetTest {
  @TempDir Path folder;

  private static RequestSet set(Inputs... requests) {
    return new RequestSet("test", List.of(requests), List.of());
  }

  private static Inputs floats(int count) {
    return Inputs.of("x", Tensor.of(new float[count], 1, count));
  }

  private RequestSet writtenAndRead(RequestSet set) throws IOException {
    Path file = folder.resolve("set.tfrecord");
    set.write(file);
    return RequestSet.read(file);
  }

  @Test
  void summaryTellsHowManyHowVariedAndHowLarge() {
    assertThat(set(floats(150_528)).summary()).isEqualTo("1 request, 602 KB");
    assertThat(set(floats(10), floats(10)).summary()).isEqualTo("2 requests, 1 shape, median 40 B");
    assertThat(set(floats(1), floats(500), floats(2000)).summary())
        .isEqualTo("3 requests, 3 shapes, median 2.0 KB");
  }

  @Test
  void aSetWithoutRequestsIsRefused() {
    assertThatThrownBy(() -> set()).hasMessage("test: holds no requests; at least one is sent");
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyTypeComesBackBitForBit(DType dtype) throws IOException {
    byte[] bits = new byte[6 * Math.max(1, dtype.bytes())];
    // Seeded: the bits hold NaNs of all kinds by and by.
    new Random(dtype.number()).nextBytes(bits);
    if (dtype == DType.BOOL) {
      bits = new byte[] {0, 1, 1, 0, 1, 0};
    }
    Tensor tensor =
        dtype == DType.STRING
            ? Tensor.strings(
                new byte[][] {{}, {0}, {(byte) 0xff, 0}, "ü".getBytes(UTF_8), {1}, {2}}, 2, 3)
            : Tensor.of(dtype, ByteBuffer.wrap(bits), 2, 3);

    RequestSet read = writtenAndRead(set(Inputs.of("x", tensor)));

    assertThat(read.requests().get(0).tensor("x").sameBitsAs(tensor)).isTrue();
    assertThat(read.sha256()).isEqualTo(set(Inputs.of("x", tensor)).sha256());
  }

  @Test
  void signallingNansScalarsAndEmptyTensorsComeBack() throws IOException {
    float nan = Float.intBitsToFloat(0x7fa00001);
    Inputs inputs =
        Inputs.of("nan", Tensor.of(new float[] {nan}))
            .with("empty", Tensor.of(new long[0], 3, 0))
            .with("none", Tensor.strings(new byte[0][], 0));

    Inputs read = writtenAndRead(set(inputs)).requests().get(0);

    assertThat(Float.floatToRawIntBits(read.tensor("nan").floatAt(0))).isEqualTo(0x7fa00001);
    assertThat(read).hasToString("{nan: float[], empty: int64[3, 0], none: string[0]}");
  }

  @Test
  void orderOfRequestsAndInputsIsKept() throws IOException {
    List<Inputs> requests = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      requests.add(
          Inputs.of("z", Tensor.of(new long[] {i}, 1)).with("a" + i, Tensor.of(new int[] {-i}, 1)));
    }

    RequestSet read = writtenAndRead(new RequestSet("test", requests, List.of()));

    assertThat(read.requests())
        .extracting(Inputs::toString)
        .containsExactlyElementsOf(requests.stream().map(Inputs::toString).toList());
    assertThat(read.requests().get(7).tensor("z").longAt(0)).isEqualTo(7);
  }

  @Test
  void readTensorsHoldJavasOwnArrays() throws IOException {
    float[] values = {1, 2};
    Tensor read =
        writtenAndRead(set(Inputs.of("x", Tensor.of(values, 2)))).requests().get(0).tensor("x");

    // A view of the file's bytes would give another array each time.
    assertThat(read.floats()).isSameAs(read.floats()).containsExactly(values);
  }

  @Test
  void hashTellsApartWhatMayLookAlike() {
    byte[][] one = {"ab".getBytes(UTF_8), "c".getBytes(UTF_8)};
    byte[][] other = {"a".getBytes(UTF_8), "bc".getBytes(UTF_8)};
    List<String> hashes =
        List.of(
            set(Inputs.of("x", Tensor.of(new int[2], 2))).sha256(),
            set(Inputs.of("y", Tensor.of(new int[2], 2))).sha256(),
            set(Inputs.of("x", Tensor.of(new int[2], 1, 2))).sha256(),
            set(Inputs.of("x", Tensor.of(new float[2], 2))).sha256(),
            set(floats(1), floats(1)).sha256(),
            set(floats(1)).sha256(),
            set(Inputs.of("x", Tensor.strings(one, 2))).sha256(),
            set(Inputs.of("x", Tensor.strings(other, 2))).sha256());

    assertThat(hashes).doesNotHaveDuplicates().allMatch(hash -> hash.matches("[0-9a-f]{64}"));
  }

  @Test
  void repeatedMakesLargerBatches() {
    assertThat(set(floats(3)).repeated(4)).hasToString("[{x: float[4, 3]}]");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 12, 20, 60})
  void aTruncatedFileIsRefusedAtItsPosition(int bytes) throws IOException {
    Path file = folder.resolve("set.tfrecord");
    set(floats(10), floats(10)).write(file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, bytes));

    assertThatThrownBy(() -> RequestSet.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": truncated record at 0");
  }

  @Test
  void aFlippedBitIsRefusedAtItsPosition() throws IOException {
    Path file = folder.resolve("set.tfrecord");
    set(floats(10), floats(10)).write(file);
    byte[] damaged = Files.readAllBytes(file);
    damaged[damaged.length - 10] ^= 1;
    Files.write(file, damaged);

    assertThatThrownBy(() -> RequestSet.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s: corrupted record at %d: it must be a whole TFRecord file, not compressed"
                .formatted(file, damaged.length / 2));
  }

  @Test
  void nothingIsLeftBesideTheFile() throws IOException {
    set(floats(1)).write(folder.resolve("new/set.tfrecord"));

    try (java.util.stream.Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files).containsExactly(folder.resolve("new/set.tfrecord"));
    }
  }
}
