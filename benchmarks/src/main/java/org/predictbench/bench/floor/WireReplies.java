package org.predictbench.bench.floor;

import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.predictbench.serving.slim.PredictResponse;
import org.predictbench.serving.slim.tensorflow.DataType;
import org.predictbench.serving.slim.tensorflow.TensorProto;

/**
 * A connection's replies, which are all the same but for their last word. Their headers are told
 * once, and from then on by their places in the client's table, as servers do it.
 */
final class WireReplies {
  private static final int CLASSES = 1001;

  /** What RFC 7541 gives a table that nobody speaks of. */
  private static final int TABLE_BYTES = 4096;

  // Fields, whose first byte says what is to be done with them.
  /** {@code :status 200}: the RFC's own table has it. */
  private static final byte[] STATUS = field(0x88);

  /** The name is the RFC's number 31; to be kept in the table, or not. */
  private static final byte[] CONTENT_TYPE = field(0x40 | 31, "application/grpc");

  private static final byte[] CONTENT_TYPE_ONCE = field(0x0f, 31 - 0x0f, "application/grpc");

  /** The name is told as well; to be kept in the table, or not. */
  private static final byte[] GRPC_STATUS = field(0x40, "grpc-status", "0");

  private static final byte[] GRPC_STATUS_ONCE = field(0, "grpc-status", "0");

  // Once the two are in the table, which begins at 62, where the later one comes first.
  private static final byte[] KNOWN_CONTENT_TYPE = field(0x80 | 63);
  private static final byte[] KNOWN_GRPC_STATUS = field(0x80 | 62);

  private static final byte[] FIRST_HEADERS = block(STATUS, CONTENT_TYPE);
  private static final byte[] KNOWN_HEADERS = block(STATUS, KNOWN_CONTENT_TYPE);
  private static final byte[] HEADERS_ONCE = block(STATUS, CONTENT_TYPE_ONCE);

  private static final int ROOM_FOR_HEADERS = 128;
  private static final byte[] DATA = data();

  private boolean isTold;
  private boolean hasTable = true;

  /** A client may have a smaller table than the RFC says; then it is left empty. */
  void limitTable(int bytes) {
    hasTable &= bytes >= TABLE_BYTES;
  }

  /** How much of the client's windows a reply takes. */
  int dataBytes() {
    return DATA.length;
  }

  /** How much room a reply needs at most. */
  int mostBytes() {
    return DATA.length + ROOM_FOR_HEADERS;
  }

  /** Writes all of a stream's reply, whose last four bytes are that word. */
  void write(ByteBuffer out, int stream, int lastWord) {
    byte[] headers = hasTable ? isTold ? KNOWN_HEADERS : FIRST_HEADERS : HEADERS_ONCE;
    byte[] trailers = hasTable ? isTold ? KNOWN_GRPC_STATUS : GRPC_STATUS : GRPC_STATUS_ONCE;
    isTold |= hasTable;
    frame(out, headers.length, Http2FrameTypes.HEADERS, Http2Flags.END_HEADERS, stream);
    out.put(headers);
    frame(out, DATA.length, Http2FrameTypes.DATA, 0, stream);
    out.put(DATA, 0, DATA.length - Integer.BYTES).putInt(lastWord);
    frame(
        out,
        trailers.length,
        Http2FrameTypes.HEADERS,
        Http2Flags.END_HEADERS | Http2Flags.END_STREAM,
        stream);
    out.put(trailers);
  }

  static void frame(ByteBuffer out, int length, byte type, int flags, int stream) {
    out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
  }

  private static byte[] field(int first, String... texts) {
    return block(new byte[] {(byte) first}, texts(texts));
  }

  private static byte[] field(int first, int second, String... texts) {
    return block(new byte[] {(byte) first, (byte) second}, texts(texts));
  }

  /** Each with its length before it, which is below 127. */
  private static byte[] texts(String... texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String text : texts) {
      bytes.write(text.length());
      bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static byte[] block(byte[]... fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      bytes.writeBytes(field);
    }
    return bytes.toByteArray();
  }

  /** The message with gRPC's prefix; its last bytes are its last probability. */
  private static byte[] data() {
    TensorProto.Builder probabilities = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    probabilities.getTensorShapeBuilder().addDimBuilder().setSize(1);
    probabilities.getTensorShapeBuilder().addDimBuilder().setSize(CLASSES);
    for (int i = 0; i < CLASSES; i++) {
      probabilities.addFloatVal(1.0f / CLASSES);
    }
    TensorProto.Builder classes =
        TensorProto.newBuilder().setDtype(DataType.DT_INT64).addInt64Val(7);
    classes.getTensorShapeBuilder().addDimBuilder().setSize(1);
    byte[] message =
        PredictResponse.newBuilder()
            .putOutputs("classes", classes.build())
            .putOutputs("probabilities", probabilities.build())
            .build()
            .toByteArray();
    return ByteBuffer.allocate(1 + Integer.BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
