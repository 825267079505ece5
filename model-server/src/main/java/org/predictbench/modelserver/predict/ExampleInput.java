package org.predictbench.modelserver.predict;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.Stream;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.Input;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TString;

/**
 * Converts the examples of Classify, Regress and MultiInference to the one tensor that their graphs
 * take.
 */
final class ExampleInput {
  /** What a context may grow to by being put before each example. */
  private static final long MAX_CONTEXT_BYTES = 1L << 26;

  private ExampleInput() {}

  /**
   * Returns one serialized Example per element. The context's bytes precede each, so that the
   * parser takes the context's features as defaults.
   */
  static Tensor tensor(Input input) {
    byte[][] examples = examples(input).map(ByteString::toByteArray).toArray(byte[][]::new);
    if (examples.length == 0) {
      throw ServingException.invalid("Input is empty.");
    }
    return TString.tensorOfBytes(Shape.of(examples.length), DataBuffers.of(examples, true, false));
  }

  private static Stream<ByteString> examples(Input input) {
    return switch (input.getKindCase()) {
      case EXAMPLE_LIST ->
          input.getExampleList().getExamplesList().stream().map(e -> e.toByteString());
      case EXAMPLE_LIST_WITH_CONTEXT -> {
        var list = input.getExampleListWithContext();
        requireModest(list.getContext().getSerializedSize(), list.getExamplesCount());
        ByteString context = list.getContext().toByteString();
        yield list.getExamplesList().stream().map(e -> context.concat(e.toByteString()));
      }
      case KIND_NOT_SET -> List.<ByteString>of().stream();
    };
  }

  /** Refuses a context that would be repeated to more than the memory that its request carries. */
  private static void requireModest(long contextBytes, long examples) {
    if (contextBytes * examples > MAX_CONTEXT_BYTES) {
      throw ServingException.invalid(
          ("The context of %d bytes would be repeated for %d examples; together at most %d bytes,"
                  + " so send fewer examples at a time")
              .formatted(contextBytes, examples, MAX_CONTEXT_BYTES));
    }
  }
}
