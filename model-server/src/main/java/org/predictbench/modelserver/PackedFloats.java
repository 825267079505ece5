package org.predictbench.modelserver;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/**
 * Lets the floats of a {@code float_val} pass as the {@code tensor_content} they are on the wire.
 *
 * <p>The C++ server takes packed floats in one copy. Protobuf's Java takes them one by one, several
 * calls each, and so do we after it: for an image that was more than a third of what the server's
 * shell cost. Packed little-endian floats are byte for byte what {@code tensor_content} would hold,
 * and where there are as many as the shape says both mean the same tensor, so that the field's tag
 * is all that has to change.
 */
final class PackedFloats {
  private static final int INPUTS = delimited(PredictRequest.INPUTS_FIELD_NUMBER);
  private static final int ENTRY_VALUE = delimited(2);
  private static final int DTYPE = TensorProto.DTYPE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;
  private static final int SHAPE = delimited(TensorProto.TENSOR_SHAPE_FIELD_NUMBER);
  private static final int CONTENT = delimited(TensorProto.TENSOR_CONTENT_FIELD_NUMBER);
  private static final int FLOATS = delimited(TensorProto.FLOAT_VAL_FIELD_NUMBER);
  private static final int UNPACKED_FLOAT =
      TensorProto.FLOAT_VAL_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_FIXED32;

  private static final ByteString CONTENT_TAG = ByteString.copyFrom(new byte[] {(byte) CONTENT});

  private final CodedInputStream in;
  private ByteString request;

  private PackedFloats(ByteString request) {
    this.request = request;
    in = request.newCodedInput();
  }

  /**
   * The bytes of a PredictRequest, windows of those given, with the tag changed of every {@code
   * float_val} that holds just its tensor. Leaves bytes that are no message to whoever parses them.
   */
  static ByteString asContent(ByteString predictRequest) {
    PackedFloats floats = new PackedFloats(predictRequest);
    try {
      floats.request();
    } catch (IOException | ArithmeticException e) {
      // What is wrong with it is for the parser and the decoder to say.
    }
    return floats.request;
  }

  private static int delimited(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private void request() throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == INPUTS) {
        int outer = in.pushLimit(in.readRawVarint32());
        entry();
        in.popLimit(outer);
      } else {
        in.skipField(tag);
      }
    }
  }

  private void entry() throws IOException {
    int values = 0;
    int tagPosition = -1;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == ENTRY_VALUE) {
        values++;
        int outer = in.pushLimit(in.readRawVarint32());
        tagPosition = tensor();
        in.popLimit(outer);
      } else {
        in.skipField(tag);
      }
    }
    // Several values of one entry are merged, and then none of them is the whole tensor.
    if (values == 1 && tagPosition >= 0) {
      request =
          request
              .substring(0, tagPosition)
              .concat(CONTENT_TAG)
              .concat(request.substring(tagPosition + 1));
    }
  }

  /** Where the tag is that may change; negative if none may. */
  private int tensor() throws IOException {
    int dtype = 0;
    int shapes = 0;
    long elements = 1;
    int fields = 0;
    int tagPosition = -1;
    int bytes = 0;
    int position = in.getTotalBytesRead();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == DTYPE) {
        dtype = in.readEnum();
      } else if (tag == SHAPE) {
        shapes++;
        elements = elements(TensorShapeProto.parseFrom(in.readByteArray()));
      } else if (tag == FLOATS || tag == CONTENT || tag == UNPACKED_FLOAT) {
        fields++;
        if (tag == FLOATS) {
          tagPosition = position;
          bytes = in.readRawVarint32();
          in.skipRawBytes(bytes);
        } else {
          in.skipField(tag);
        }
      } else {
        in.skipField(tag);
      }
      position = in.getTotalBytesRead();
    }
    boolean whole = bytes == Math.multiplyExact(elements, (long) Float.BYTES);
    return dtype == DataType.DT_FLOAT_VALUE
            && shapes <= 1
            && fields == 1
            && tagPosition >= 0
            && whole
            && request.byteAt(tagPosition) == FLOATS
        ? tagPosition
        : -1;
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
