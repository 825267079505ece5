package org.predictbench.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;
import org.predictbench.serving.TfRecordReader;

class RecordFileTest {
  private static final byte[] FIRST = ProxyTest.bytes(100);
  private static final byte[] SECOND = ProxyTest.bytes(30);

  @TempDir private Path folder;

  @Test
  void aFileIsItsOwnersAlone() throws IOException {
    Path path = folder.resolve("r");
    write(path, false, FIRST);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    write(path, true, SECOND);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void flushedRecordsAreThereBeforeItIsClosed() throws IOException {
    Path path = folder.resolve("r");
    try (RecordFile file = RecordFile.open(path, false)) {
      file.write(FIRST);
      file.flush();
      assertThat(records(path)).containsExactly(FIRST);
    }
  }

  @Test
  void aFileThatIsThereIsRefusedUnlessEmpty() throws IOException {
    Path path = Files.createFile(folder.resolve("r"));
    write(path, false, FIRST);
    refused("is there already: add --append", path, false);
    refused("is not a file", folder, true);
    refused("cannot write", folder.resolve("none/r"), true);
    assertThat(records(path)).containsExactly(FIRST);
  }

  @Test
  void appendingGoesOnBehindTheLastWholeRecordWhereverItWasCut() throws IOException {
    Path path = folder.resolve("r");
    write(path, true, FIRST, SECOND);
    byte[] whole = Files.readAllBytes(path);
    int second = FIRST.length + RecordFile.OVERHEAD;
    for (int length = second; length <= whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      try (RecordFile file = RecordFile.open(path, true)) {
        boolean both = length == whole.length;
        assertThat(file.records()).isEqualTo(both ? 2 : 1);
        assertThat(file.cut()).isEqualTo(both ? 0 : length - second);
        file.write(FIRST);
        assertThat(file.bytes()).isEqualTo((both ? whole.length : second) + (long) second);
      }
      assertThat(records(path)).endsWith(FIRST).startsWith(FIRST);
    }
    // Killed within its very first record.
    Files.write(path, Arrays.copyOf(whole, second - 1));
    write(path, true, SECOND);
    assertThat(records(path)).containsExactly(SECOND);
  }

  @Test
  void whatIsNoFileOfOursStaysAsItIs() throws IOException {
    Path path = folder.resolve("r");
    write(path, true, FIRST, SECOND);
    byte[] damaged = Files.readAllBytes(path);
    damaged[50] ^= 1;
    for (byte[] other : List.of(damaged, ascii("some text of mine"), ascii("text"))) {
      Files.write(path, other);
      refused("cannot be appended to", path, true);
      assertThat(Files.readAllBytes(path)).isEqualTo(other);
    }
  }

  @Test
  void oneWritesAtATime() throws IOException {
    Path path = folder.resolve("r");
    try (RecordFile file = RecordFile.open(path, false)) {
      file.write(FIRST);
      file.flush();
      refused("another recorder writes to", path, true);
    }
    assertThat(records(path)).containsExactly(FIRST);
  }

  @Test
  void anAbandonedFileEndsWithWhatWasFlushed() throws IOException {
    Path path = folder.resolve("r");
    RecordFile file = RecordFile.open(path, false);
    file.write(FIRST);
    file.flush();
    file.write(ProxyTest.bytes(1_000_000));
    file.abandon();
    assertThat(records(path)).containsExactly(FIRST);
    assertThat(file.records()).isEqualTo(1);
  }

  private void refused(String expected, Path path, boolean append) {
    assertThatThrownBy(() -> RecordFile.open(path, append))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining(folder.toString());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void write(Path path, boolean append, byte[]... records) throws IOException {
    try (RecordFile file = RecordFile.open(path, append)) {
      for (byte[] record : records) {
        file.write(record);
      }
    }
  }

  /** All records of a file, which must be whole. */
  static List<byte[]> records(Path path) throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader =
        new TfRecordReader(new BufferedInputStream(Files.newInputStream(path)))) {
      for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    }
    return records;
  }
}
