package org.predictbench.modelserver;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/**
 * Reads a PredictRequest around its tensors' content, which stays a window of the bytes. Protobuf's
 * Java copies whatever does not lie in one array, and the network's buffers do not.
 *
 * <p>Floats of a {@code float_val} pass as the {@code tensor_content} they are on the wire. The C++
 * server takes packed floats in one copy; protobuf's Java takes them one by one, several calls
 * each, and so would we after it. Packed little-endian floats are byte for byte what {@code
 * tensor_content} would hold, and where there are as many as the shape says both mean the same
 * tensor.
 */
final class PredictRequestReader {
  private static final int INPUTS = delimited(PredictRequest.INPUTS_FIELD_NUMBER);
  private static final int ENTRY_KEY = delimited(1);
  private static final int ENTRY_VALUE = delimited(2);
  private static final int CONTENT = delimited(TensorProto.TENSOR_CONTENT_FIELD_NUMBER);
  private static final int FLOATS = delimited(TensorProto.FLOAT_VAL_FIELD_NUMBER);

  private final ByteString request;
  private final CodedInputStream in;
  private final PredictRequest.Builder message = PredictRequest.newBuilder();
  private ByteString rest = ByteString.EMPTY;

  private PredictRequestReader(ByteString request) {
    this.request = request;
    // The stream skips windows at no cost, as protobuf's own over several buffers does not.
    in = CodedInputStream.newInstance(request.newInput());
  }

  /**
   * Empty for a request whose inputs are not all given in the plain way: each named and told once,
   * by its content alone or by as many floats as its shape has. What any other means, or that it is
   * no message, is for protobuf to say.
   */
  static Optional<PredictRequest> read(ByteString predictRequest) {
    try {
      return new PredictRequestReader(predictRequest).request();
    } catch (IOException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static int delimited(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private Optional<PredictRequest> request() throws IOException {
    int start = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == INPUTS) {
        int outer = enter();
        if (!entry()) {
          return Optional.empty();
        }
        in.popLimit(outer);
      } else if (in.skipField(tag)) {
        rest = rest.concat(request.substring(start, in.getTotalBytesRead()));
      } else {
        return Optional.empty();
      }
      start = in.getTotalBytesRead();
    }
    return Optional.of(message.mergeFrom(rest).build());
  }

  /** Puts an input and returns true, or false if it is not given in the plain way. */
  private boolean entry() throws IOException {
    String key = null;
    TensorProto value = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == ENTRY_KEY && key == null) {
        key = in.readStringRequireUtf8();
      } else if (tag == ENTRY_VALUE && value == null) {
        int outer = enter();
        value = tensor();
        in.popLimit(outer);
        if (value == null) {
          return false;
        }
      } else {
        return false;
      }
    }
    if (key == null || value == null || message.containsInputs(key)) {
      return false;
    }
    message.putInputs(key, value);
    return true;
  }

  /** Null if it is not given in the plain way. */
  private TensorProto tensor() throws IOException {
    ByteString others = ByteString.EMPTY;
    ByteString values = null;
    boolean floats = false;
    int start = in.getTotalBytesRead();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == CONTENT || tag == FLOATS) {
        if (values != null) {
          return null;
        }
        floats = tag == FLOATS;
        values = window();
      } else if (in.skipField(tag)) {
        others = others.concat(request.substring(start, in.getTotalBytesRead()));
      } else {
        return null;
      }
      start = in.getTotalBytesRead();
    }
    TensorProto tensor = TensorProto.parseFrom(others);
    if (values == null || (floats && !isFilledBy(values, tensor))) {
      return null;
    }
    return tensor.toBuilder().setTensorContent(values).build();
  }

  /** Begins a message and returns the limit that holds after it. */
  private int enter() throws IOException {
    int length = in.readRawVarint32();
    // A stream that ends early ends its messages early, too, without a word.
    if (length > request.size() - in.getTotalBytesRead()) {
      throw new EOFException();
    }
    return in.pushLimit(length);
  }

  private ByteString window() throws IOException {
    int length = in.readRawVarint32();
    int start = in.getTotalBytesRead();
    in.skipRawBytes(length);
    return request.substring(start, start + length);
  }

  /** Whether these packed floats are just the tensor, and there are no others. */
  private static boolean isFilledBy(ByteString floats, TensorProto tensor) {
    return tensor.getDtype() == DataType.DT_FLOAT
        && tensor.getFloatValCount() == 0
        && !tensor.getTensorShape().getUnknownRank()
        && floats.size()
            == Math.multiplyExact(elements(tensor.getTensorShape()), (long) Float.BYTES);
  }

  /** How many elements a tensor of that shape has; negative if there can be none such. */
  private static long elements(TensorShapeProto shape) {
    long elements = 1;
    for (TensorShapeProto.Dim dim : shape.getDimList()) {
      if (dim.getSize() < 0) {
        return -1;
      }
      elements = Math.multiplyExact(elements, dim.getSize());
    }
    return elements;
  }
}
