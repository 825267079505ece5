package org.predictbench.modelserver.request;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.predictbench.modelserver.tensor.TensorDecoder;
import org.predictbench.modelserver.tensor.WirePieces;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/**
 * Reads a PredictRequest around its tensors' content, which stays where it was received. Protobuf's
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

  /**
   * The most fields that a request may have here. A usual one has a dozen; with millions, finding
   * each would take a search through as many pieces.
   */
  private static final int MAX_FIELDS = 1000;

  private final WirePieces request;
  private final CodedInputStream in;
  private final PredictRequest.Builder message = PredictRequest.newBuilder();
  private final Map<String, WirePieces> contents = new HashMap<>();
  private int fields;

  private PredictRequestReader(WirePieces request) {
    this.request = request;
    in = CodedInputStream.newInstance(request.newInput());
  }

  /**
   * Returns empty unless every input has one key and one value, either content alone or as many
   * floats as its shape has; protobuf then parses the whole request.
   */
  static Optional<ReceivedPredict> read(WirePieces predictRequest) {
    try {
      return new PredictRequestReader(predictRequest).request();
    } catch (IOException | ArithmeticException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int delimited(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private Optional<ReceivedPredict> request() throws IOException {
    ByteArrayOutputStream others = new ByteArrayOutputStream();
    int start = 0;
    for (int tag = nextTag(); tag != 0; tag = nextTag()) {
      if (tag == INPUTS) {
        int outer = enter();
        if (!entry()) {
          return Optional.empty();
        }
        in.popLimit(outer);
      } else if (in.skipField(tag)) {
        others.write(request.slice(start, in.getTotalBytesRead()).toByteArray());
      } else {
        return Optional.empty();
      }
      start = in.getTotalBytesRead();
    }
    message.mergeFrom(others.toByteArray());
    return Optional.of(new ReceivedPredict(message.build(), contents, false));
  }

  /** Adds an input and returns true, or returns false if protobuf must parse the request. */
  private boolean entry() throws IOException {
    String alias = null;
    Input value = null;
    for (int tag = nextTag(); tag != 0; tag = nextTag()) {
      if (tag == ENTRY_KEY && alias == null) {
        alias = in.readStringRequireUtf8();
      } else if (tag == ENTRY_VALUE && value == null) {
        int outer = enter();
        value = input();
        in.popLimit(outer);
        if (value == null) {
          return false;
        }
      } else {
        return false;
      }
    }
    if (alias == null || value == null || contents.containsKey(alias)) {
      return false;
    }
    message.putInputs(alias, value.tensor());
    contents.put(alias, value.content());
    return true;
  }

  /** Returns the input, or null if protobuf must parse the request. */
  private Input input() throws IOException {
    ByteArrayOutputStream others = new ByteArrayOutputStream();
    WirePieces content = null;
    boolean floats = false;
    int start = in.getTotalBytesRead();
    for (int tag = nextTag(); tag != 0; tag = nextTag()) {
      if (tag == CONTENT || tag == FLOATS) {
        if (content != null) {
          return null;
        }
        floats = tag == FLOATS;
        content = content();
      } else if (in.skipField(tag)) {
        others.write(request.slice(start, in.getTotalBytesRead()).toByteArray());
      } else {
        return null;
      }
      start = in.getTotalBytesRead();
    }
    TensorProto tensor = TensorProto.parseFrom(others.toByteArray());
    return content != null && (floats ? isFilledBy(content, tensor) : isNumeric(content, tensor))
        ? new Input(tensor, content)
        : null;
  }

  private WirePieces content() throws IOException {
    int length = in.readRawVarint32();
    int start = in.getTotalBytesRead();
    in.skipRawBytes(length);
    return request.slice(start, start + length);
  }

  /** Returns whether the content holds numbers rather than the lengths and bytes of strings. */
  private static boolean isNumeric(WirePieces content, TensorProto tensor) {
    return content.size() > 0 && tensor.getDtype() != DataType.DT_STRING;
  }

  /** Returns whether these packed floats are the whole tensor. */
  private static boolean isFilledBy(WirePieces floats, TensorProto tensor) {
    return floats.size() > 0
        && tensor.getDtype() == DataType.DT_FLOAT
        && tensor.getFloatValCount() == 0
        && floats.size()
            == Math.multiplyExact(
                TensorDecoder.shape(tensor.getTensorShape()).size(), (long) Float.BYTES);
  }

  /** Returns the next tag, or 0 at the end of a message. */
  private int nextTag() throws IOException {
    if (fields++ > MAX_FIELDS) {
      throw new IOException("too many fields to be read in the plain way");
    }
    return in.readTag();
  }

  /** Enters a nested message and returns the limit to restore after it. */
  private int enter() throws IOException {
    int length = in.readRawVarint32();
    // A stream that ends early ends its messages early, too, without a word.
    if (length > request.size() - in.getTotalBytesRead()) {
      throw new EOFException();
    }
    return in.pushLimit(length);
  }

  /** A tensor without its content, and the content. */
  private record Input(TensorProto tensor, WirePieces content) {}
}
