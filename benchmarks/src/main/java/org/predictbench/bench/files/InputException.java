package org.predictbench.bench.files;

/**
 * Something the user gave cannot be used; the message is one line that says what and what would.
 */
public final class InputException extends IllegalArgumentException {
  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
