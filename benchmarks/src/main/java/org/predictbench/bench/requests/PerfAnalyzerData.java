package org.predictbench.bench.requests;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

/**
 * The steps of an input file for Triton's perf_analyzer: {@code {"data": [{"ids": [1, 2]}, …]}},
 * where lists of steps are streams, which follow one another here. Shapes there are of one row;
 * where the signature leaves the leading dimension open, it is 1.
 *
 * <p>Source: {@code docs/input_data.md} of triton-inference-server/perf_analyzer.
 */
final class PerfAnalyzerData {
  static final String DATA = "data";
  private static final String CONTENT = "content";
  private static final String SHAPE = "shape";

  private final Signature signature;
  private final MemoryBound bound;

  PerfAnalyzerData(Signature signature, MemoryBound bound) {
    this.signature = signature;
    this.bound = bound;
  }

  /** Hands over each step; the parser stands at the list's start, and afterwards at its end. */
  void read(JsonParser in, Consumer<Inputs> requests) throws IOException {
    if (!in.hasToken(JsonToken.START_ARRAY)) {
      throw new InputException("'data' is a list of steps, or of streams of them");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.hasToken(JsonToken.START_ARRAY)) {
        read(in, requests);
      } else if (in.hasToken(JsonToken.START_OBJECT)) {
        requests.accept(step(in));
      } else {
        throw new InputException("a step is an object of inputs, not " + in.getText());
      }
    }
  }

  private Inputs step(JsonParser in) throws IOException {
    Map<String, Tensor> tensors = new TreeMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String alias = in.currentName();
      Signature.Spec spec = signature.inputs().get(alias);
      in.nextToken();
      if (spec == null) {
        throw new InputException(
            "input '%s' is not in signature '%s', which has '%s'"
                .formatted(
                    alias, signature.key(), String.join("', '", signature.inputs().keySet())));
      }
      try {
        tensors.put(alias, new Value(spec).read(in));
      } catch (IllegalArgumentException e) {
        throw new InputException("input '%s': %s".formatted(alias, e.getMessage()), e);
      }
    }
    Inputs inputs = Inputs.none();
    for (String alias : signature.inputs().keySet()) {
      if (tensors.containsKey(alias)) {
        inputs = inputs.with(alias, tensors.get(alias));
      }
    }
    return inputs;
  }

  /** One input of a step. */
  private final class Value {
    private final Signature.Spec spec;
    private JsonValues values;
    private byte[] raw;
    private long[] given;

    Value(Signature.Spec spec) {
      this.spec = spec;
    }

    Tensor read(JsonParser in) throws IOException {
      if (!in.hasToken(JsonToken.START_OBJECT)) {
        content(in);
      } else if (JsonValues.isBase64(in)) {
        raw = JsonValues.base64(in);
      } else {
        fields(in);
      }
      if (raw != null) {
        return spec.dtype() == DType.STRING ? strings() : numbers();
      }
      if (values == null) {
        throw new InputException("has no \"content\"");
      }
      // A list of lists is in its shape already.
      return given == null && values.shape().length > 1
          ? values.tensor()
          : values.tensor(shape(values.elements()));
    }

    private void fields(JsonParser in) throws IOException {
      while (in.hasToken(JsonToken.FIELD_NAME)) {
        String key = in.currentName();
        in.nextToken();
        switch (key) {
          case CONTENT -> content(in);
          case SHAPE -> {
            JsonValues sizes = new JsonValues(DType.INT64, bound);
            sizes.add(in);
            given = sizes.tensor(sizes.elements()).longs();
          }
          default -> throw new InputException("\"" + key + "\" beside \"content\" and \"shape\"");
        }
        in.nextToken();
      }
    }

    private void content(JsonParser in) throws IOException {
      if (in.hasToken(JsonToken.START_OBJECT) && JsonValues.isBase64(in)) {
        raw = JsonValues.base64(in);
        return;
      }
      if (!in.hasToken(JsonToken.START_ARRAY)) {
        throw new InputException("wants a list of %s".formatted(spec.dtype().id()));
      }
      values = new JsonValues(spec.dtype(), bound);
      values.add(in);
    }

    private Tensor numbers() {
      bound.reserve(raw.length);
      if (raw.length % spec.dtype().bytes() != 0) {
        throw new InputException(
            "%d bytes are no whole number of %s".formatted(raw.length, spec.dtype().id()));
      }
      return ArrayTensors.of(
          spec.dtype(), ByteBuffer.wrap(raw), shape(raw.length / spec.dtype().bytes()));
    }

    /** Each string is its length, an unsigned int, and its bytes. */
    private Tensor strings() {
      ElementSink sink = new ElementSink(DType.STRING, bound);
      ByteBuffer bytes = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        long length = bytes.remaining() < 4 ? -1 : Integer.toUnsignedLong(bytes.getInt());
        if (length < 0 || length > bytes.remaining()) {
          throw new InputException("strings in \"b64\" are each a length of 4 bytes and the bytes");
        }
        byte[] string = new byte[(int) length];
        bytes.get(string);
        sink.add(string);
      }
      return sink.tensor(shape(sink.size()));
    }

    private long[] shape(int elements) {
      long[] wanted = spec.shape();
      if (given != null) {
        boolean isRow = wanted != null && wanted.length == given.length + 1 && wanted[0] < 0;
        return isRow ? LongStream.concat(LongStream.of(1), LongStream.of(given)).toArray() : given;
      }
      if (wanted == null) {
        throw new InputException("needs a \"shape\": the signature has none");
      }
      return filled(wanted.clone(), elements);
    }

    /** The one dimension that is left open follows from the count. */
    private long[] filled(long[] shape, int elements) {
      long open = Arrays.stream(shape).filter(size -> size < 0).count();
      if (open > 1 && shape[0] < 0) {
        shape[0] = 1;
        open--;
      }
      if (open > 1) {
        throw new InputException("needs a \"shape\": the signature has " + spec);
      }
      long known = Arrays.stream(shape).filter(size -> size >= 0).reduce(1, Math::multiplyExact);
      for (int i = 0; i < shape.length; i++) {
        if (shape[i] < 0) {
          if (known == 0 || elements % known != 0) {
            throw new InputException(
                "%d values do not fill %s".formatted(elements, SignatureCheck.shape(spec)));
          }
          shape[i] = elements / known;
        }
      }
      return shape;
    }
  }
}
