package org.predictbench.bench.record;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.serving.TfRecordReader;
import org.predictbench.serving.TfRecordWriter;

/**
 * A TFRecord file that grows, readable by its owner alone. For one thread.
 *
 * <p>Records are written to the file itself, not to one beside it: whenever this process is killed,
 * what was flushed is there, whole records and at most one that is cut off at the end.
 */
final class RecordFile implements AutoCloseable {
  /** Of a record beyond its bytes: length, its checksum, and that of the bytes. */
  static final int OVERHEAD = Long.BYTES + 2 * Integer.BYTES;

  /** Of those, what stands before the bytes and is checked by itself. */
  private static final int HEADER = Long.BYTES + Integer.BYTES;

  private static final int BUFFER = 1 << 16;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final FileChannel channel;
  private final TfRecordWriter writer;
  private final long cut;
  private Whole flushed;
  private long records;
  private long bytes;

  private RecordFile(Path path, FileChannel channel, Whole whole, long cut) {
    this.path = path;
    this.channel = channel;
    this.writer =
        new TfRecordWriter(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
    this.flushed = whole;
    this.records = whole.records();
    this.bytes = whole.bytes();
    this.cut = cut;
  }

  /** The records at a file's start that are whole. */
  private record Whole(long records, long bytes) {}

  /**
   * Creates a file, or opens one that is empty.
   *
   * @param append whether to go on behind the last whole record of a file that is there already
   * @throws InputException if the file is there and not to be appended to, is no file of records,
   *     is in use, or cannot be written
   */
  static RecordFile open(Path path, boolean append) {
    try {
      return Files.exists(path) ? existing(path, append) : create(path);
    } catch (IOException e) {
      throw new InputException("cannot write %s: %s".formatted(path, AtomicFiles.reason(e)), e);
    }
  }

  private static RecordFile create(Path path) throws IOException {
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    FileChannel channel =
        FileChannel.open(
            path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), mode);
    return locked(path, channel, new Whole(0, 0));
  }

  private static RecordFile existing(Path path, boolean append) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new InputException("%s is not a file; name a new one".formatted(path));
    }
    if (Files.size(path) > 0 && !append) {
      throw new InputException(
          "%s is there already: add --append to go on with it, or name a new one".formatted(path));
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
    try {
      Files.setPosixFilePermissions(path, OWNER_ONLY);
      return locked(path, channel, null);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Nobody else may write to the file, and only then is it worth looking where it ends. */
  private static RecordFile locked(Path path, FileChannel channel, Whole known) throws IOException {
    if (!isLocked(channel)) {
      throw new InputException("another recorder writes to %s; name a new one".formatted(path));
    }
    Whole whole = known == null ? whole(path) : known;
    long cut = channel.size() - whole.bytes();
    channel.truncate(whole.bytes());
    channel.position(whole.bytes());
    return new RecordFile(path, channel, whole, cut);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static Whole whole(Path path) throws IOException {
    long records = 0;
    long bytes = 0;
    try (TfRecordReader reader =
        new TfRecordReader(new BufferedInputStream(Files.newInputStream(path)))) {
      for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
        records++;
        bytes += next.get().length + OVERHEAD;
      }
    } catch (TfRecordReader.DataLossException e) {
      // A record that is cut off is what being killed leaves; anything else was somebody else.
      boolean ours = records > 0 || Files.size(path) >= HEADER;
      if (!e.getMessage().startsWith("truncated") || !ours) {
        throw new InputException(
            "%s cannot be appended to, it has a %s; name a new file"
                .formatted(path, e.getMessage()),
            e);
      }
    }
    return new Whole(records, bytes);
  }

  /** How many records it holds, those that were there before included. */
  long records() {
    return records;
  }

  /** Its size in bytes, once flushed. */
  long bytes() {
    return bytes;
  }

  /** How many bytes of a record that was cut off were removed when it was opened. */
  long cut() {
    return cut;
  }

  Path path() {
    return path;
  }

  /**
   * Appends a record, which others see after {@link #flush}.
   *
   * @throws IOException if the disk is full, for one; {@link #abandon} it then
   */
  void write(byte[] record) throws IOException {
    writer.write(record);
    records++;
    bytes += record.length + OVERHEAD;
  }

  /** Hands all records to the operating system, which keeps them if this process is killed. */
  void flush() throws IOException {
    writer.flush();
    flushed = new Whole(records, bytes);
  }

  /** After a failure: closes the file with what was flushed before, and nothing half behind it. */
  void abandon() throws IOException {
    records = flushed.records();
    bytes = flushed.bytes();
    try (channel) {
      channel.truncate(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
