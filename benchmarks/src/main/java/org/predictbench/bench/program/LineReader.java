package org.predictbench.bench.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads lines of a stream that nobody vouches for: of a longer one only the beginning is kept, and
 * the last line may lack its end.
 */
final class LineReader {
  static final int LONGEST = 64 << 10;

  private final InputStream in;

  LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * The last line that is not blank, once the stream has ended; none at first. Behind one that
   * names an error come traces and versions, which say less.
   */
  static final class Last {
    /** It is part of a reason in one line. */
    private static final int KEPT = 300;

    private static final Pattern ERROR = Pattern.compile("\\w*(Error|Exception)\\b.*");

    private final AtomicReference<String> line = new AtomicReference<>("");

    boolean keep(String next) {
      String text = next.strip();
      if (!text.isEmpty() && (ERROR.matcher(text).matches() || !isError())) {
        line.set(text.length() > KEPT ? text.substring(0, KEPT) + " …" : text);
      }
      return true;
    }

    private boolean isError() {
      return ERROR.matcher(line.get()).matches();
    }

    String line() {
      return line.get();
    }
  }

  /** Hands over each line until the stream ends, cannot be read, or {@code sink} wants no more. */
  void forEach(Predicate<String> sink) {
    byte[] line = new byte[LONGEST];
    int length = 0;
    byte[] read = new byte[1 << 13];
    try {
      for (int count = in.read(read); count >= 0; count = in.read(read)) {
        for (int i = 0; i < count; i++) {
          if (read[i] == '\n') {
            if (!sink.test(text(line, length))) {
              return;
            }
            length = 0;
          } else if (length < LONGEST) {
            line[length++] = read[i];
          }
        }
      }
    } catch (IOException e) {
      // The pipe was closed from this side: there is nothing more to read.
    }
    if (length > 0) {
      var unused = sink.test(text(line, length));
    }
  }

  private static String text(byte[] line, int length) {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }
}
