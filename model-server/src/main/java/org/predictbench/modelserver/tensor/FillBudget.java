package org.predictbench.modelserver.tensor;

/**
 * Limits what a request has filled in: the elements that its shapes declare and that it does not
 * carry. TensorFlow Serving has no such limit, and a few dozen bytes may ask it for any amount of
 * memory and time.
 *
 * <p>An element is charged what it takes at most until it is answered, in the tensor, in a batch
 * and in the reply. Not thread-safe: there is one a request.
 */
public final class FillBudget {
  private static final long REQUEST_BYTES = 1L << 24;
  private static final long MODEL_BYTES = 1L << 28;
  private static final long NUMBER_BYTES = 16;
  private static final long STRING_BYTES = 256;

  private final long limit;
  private long left;

  private FillBudget(long bytes) {
    limit = bytes;
    left = bytes;
  }

  /** Returns the budget of a caller's request: a million numbers, or 65,536 short strings. */
  public static FillBudget ofRequest() {
    return new FillBudget(REQUEST_BYTES);
  }

  /** Returns the budget of what a model brings itself, such as defaults and warm-up records. */
  public static FillBudget ofModel() {
    return new FillBudget(MODEL_BYTES);
  }

  /**
   * Takes the share of the numbers that a tensor lacks.
   *
   * @throws ExceededException if too little is left; then nothing is taken
   */
  void takeNumbers(long declared, long carried) {
    take(declared, carried, NUMBER_BYTES);
  }

  /**
   * Takes the share of the strings that a tensor lacks.
   *
   * @param length bytes of the string that is repeated
   * @throws ExceededException if too little is left; then nothing is taken
   */
  void takeStrings(long declared, long carried, int length) {
    take(declared, carried, STRING_BYTES + length);
  }

  private void take(long declared, long carried, long elementBytes) {
    long missing = declared - carried;
    if (missing > left / elementBytes) {
      throw new ExceededException(
          ("the shape has %d elements, of which %d are sent; at most %d numbers or %d short strings"
                  + " are filled in for a request, so send all of them")
              .formatted(declared, carried, limit / NUMBER_BYTES, limit / STRING_BYTES));
    }
    left -= Math.max(0, missing) * elementBytes;
  }

  /** A tensor asks for more than the budget has. The message says what would be right. */
  public static final class ExceededException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ExceededException(String message) {
      super(message);
    }
  }
}
