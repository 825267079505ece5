package org.predictbench.bench.program;

import java.io.IOException;

/** A client program did not do its part; the message says what, in one line. */
public final class ProgramException extends IOException {
  private static final long serialVersionUID = 1;

  ProgramException(String message) {
    super(message);
  }

  ProgramException(String message, Throwable cause) {
    super(message, cause);
  }
}
