package org.predictbench.modelserver;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Detachable;
import io.grpc.HasByteBuffer;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.serving.full.PredictRequest;

/**
 * A request as it came: it stays in the buffers the connection was read into, is parsed in the
 * handler, and gives the buffers back when it is closed.
 *
 * <p>Parsing aliases them, so a {@code tensor_content} is a window of them rather than a copy: its
 * first copy is the tensor. Bytes that are no message fail where the status can be chosen. Nothing
 * parsed may be read after closing; closing twice is once. Not thread-safe: gRPC calls one thread
 * after the other.
 */
final class RequestBytes implements AutoCloseable {
  private final ByteString bytes;
  private final InputStream buffers;

  private RequestBytes(ByteString bytes, InputStream buffers) {
    this.bytes = bytes;
    this.buffers = buffers;
  }

  /** A request of an array's bytes, which must not change. */
  static RequestBytes of(byte[] bytes) {
    return new RequestBytes(UnsafeByteOperations.unsafeWrap(bytes), InputStream.nullInputStream());
  }

  /** Parses a Predict call's message, which may then carry {@code float_val} as content. */
  PredictRequest parsePredict() throws InvalidProtocolBufferException {
    return parse(PackedFloats.asContent(bytes), PredictRequest.parser());
  }

  <T extends Message> T parse(Parser<T> parser) throws InvalidProtocolBufferException {
    return parse(bytes, parser);
  }

  private static <T extends Message> T parse(ByteString bytes, Parser<T> parser)
      throws InvalidProtocolBufferException {
    CodedInputStream in = bytes.newCodedInput();
    in.enableAliasing(true);
    T message = parser.parseFrom(in);
    try {
      in.checkLastTagWas(0);
    } catch (InvalidProtocolBufferException e) {
      throw e.setUnfinishedMessage(message);
    }
    return message;
  }

  @Override
  public void close() {
    try {
      buffers.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** gRPC's side of it. */
  static final Marshaller<RequestBytes> MARSHALLER =
      new Marshaller<>() {
        @Override
        public InputStream stream(RequestBytes value) {
          return value.bytes.newInput();
        }

        @Override
        public RequestBytes parse(InputStream stream) {
          try {
            return lendsBuffers(stream) ? detached(stream) : of(stream.readAllBytes());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  /** A message that was compressed is a plain stream. */
  private static boolean lendsBuffers(InputStream stream) {
    return stream instanceof Detachable
        && stream instanceof HasByteBuffer lender
        && lender.byteBufferSupported()
        && stream.markSupported();
  }

  /** Takes the buffers over from gRPC, which closes its stream after parsing. */
  private static RequestBytes detached(InputStream stream) throws IOException {
    InputStream buffers = ((Detachable) stream).detach();
    // Buffers behind a mark are kept till the stream is closed.
    buffers.mark(buffers.available());
    List<ByteString> pieces = new ArrayList<>();
    ByteBuffer piece = ((HasByteBuffer) buffers).getByteBuffer();
    while (piece != null && piece.hasRemaining()) {
      pieces.add(UnsafeByteOperations.unsafeWrap(piece));
      buffers.skipNBytes(piece.remaining());
      piece = buffers.available() == 0 ? null : ((HasByteBuffer) buffers).getByteBuffer();
    }
    return new RequestBytes(ByteString.copyFrom(pieces), buffers);
  }
}
