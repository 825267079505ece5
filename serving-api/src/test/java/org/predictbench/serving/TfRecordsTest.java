package org.predictbench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TfRecordsTest {

  @Test
  void recordsComeBack() throws IOException {
    Random random = new Random(1);
    List<byte[]> records = new ArrayList<>();
    for (int length : new int[] {0, 1, 12, 70_000}) {
      byte[] record = new byte[length];
      random.nextBytes(record);
      records.add(record);
    }

    assertThat(read(written(records))).containsExactlyElementsOf(records);
    assertThat(read(new byte[0])).isEmpty();
  }

  /** Known from the format's definition: the checksum of nothing, rotated and shifted. */
  @Test
  void checksumsAreMasked() {
    assertThat(TfRecordWriter.maskedCrc(new byte[0], 0)).isEqualTo(0xa282ead8);
    assertThat(TfRecordWriter.maskedCrc(new byte[32], 32))
        .isEqualTo(Integer.rotateRight(0x8a9136aa, 15) + 0xa282ead8);
  }

  @Test
  void everyCutAndEveryChangedByteIsFound() throws IOException {
    byte[] file = written(List.of("first".getBytes(StandardCharsets.US_ASCII), new byte[] {7}));
    int second = 12 + 5 + 4;

    for (int length = 1; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      if (length != second) {
        assertThatThrownBy(() -> read(cut))
            .isInstanceOf(TfRecordReader.DataLossException.class)
            .hasMessageStartingWith("truncated record at ");
      }
    }
    for (int i = 0; i < file.length; i++) {
      byte[] changed = file.clone();
      changed[i] ^= 0x10;
      assertThatThrownBy(() -> read(changed))
          .isInstanceOf(TfRecordReader.DataLossException.class)
          .hasMessage("corrupted record at " + (i < second ? 0 : second));
    }
  }

  private static byte[] written(List<byte[]> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(out)) {
      for (byte[] record : records) {
        writer.write(record);
      }
    }
    return out.toByteArray();
  }

  private static List<byte[]> read(byte[] file) throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader = new TfRecordReader(new ByteArrayInputStream(file))) {
      for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    }
    return records;
  }
}
