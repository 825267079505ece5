package org.predictbench.client.example;

import io.grpc.Status;
import java.util.Arrays;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;
import org.predictbench.client.Tensor;

/**
 * Classes and scores, row by row, until they are tensors: {@code classes} string[n, k] and {@code
 * scores} float[n, k]. A reply does not say what its signature lacks: then classes are empty
 * strings, or scores zeros.
 */
final class ClassRows {
  private static final byte[] NO_LABEL = new byte[0];

  private byte[][] classes = new byte[8][];
  private float[] scores = new float[8];
  private int size;
  private int rows;
  private int columns;

  void add(byte[] label, float score) {
    if (size == scores.length) {
      classes = Arrays.copyOf(classes, 2 * size);
      scores = Arrays.copyOf(scores, 2 * size);
    }
    classes[size] = label.length == 0 ? NO_LABEL : label;
    scores[size++] = score;
  }

  /**
   * Ends a row.
   *
   * @throws PredictException INTERNAL if it is not as long as those before it, since rows of
   *     unequal length are no tensor; TensorFlow Serving sends none
   */
  void endRow() {
    int length = size - rows * columns;
    if (rows > 0 && length != columns) {
      throw new PredictException(
          Status.Code.INTERNAL,
          "reply is no ClassificationResponse of equal rows: row %d has %d classes, the first %d"
              .formatted(rows, length, columns));
    }
    columns = length;
    rows++;
  }

  Outputs toOutputs() {
    return Outputs.ofArrays(
        new String[] {"classes", "scores"},
        new Tensor[] {
          Tensor.strings(Arrays.copyOf(classes, size), rows, columns),
          Tensor.of(Arrays.copyOf(scores, size), rows, columns)
        });
  }
}
