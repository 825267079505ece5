package org.predictbench.bench.load.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Every sample as a line {@code tag,nanoseconds}, in the order of recording: to check the
 * histograms by, or for statistics that need more than they keep. Thread-safe; threads wait for
 * each other.
 */
public final class SampleLog implements AutoCloseable {
  private final Writer out;

  private SampleLog(Writer out) {
    this.out = out;
  }

  public static SampleLog create(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Writer out = Files.newBufferedWriter(file);
    out.write("tag,nanos\n");
    return new SampleLog(out);
  }

  synchronized void add(Tag tag, long nanos) {
    try {
      out.write(tag.id() + "," + nanos + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
