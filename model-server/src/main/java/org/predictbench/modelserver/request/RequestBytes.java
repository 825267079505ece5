package org.predictbench.modelserver.request;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Detachable;
import io.grpc.HasByteBuffer;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.tensor.WirePieces;
import org.predictbench.serving.full.PredictRequest;

/**
 * A request in the buffers that received it. The handler parses it, so that the server chooses the
 * status for malformed bytes; closing it returns the buffers.
 *
 * <p>Closing it twice has no further effect. Not thread-safe: gRPC uses one thread after the other.
 */
public final class RequestBytes implements AutoCloseable {
  private final WirePieces bytes;
  private final InputStream buffers;

  /** Why the request cannot be parsed, if it could not be unpacked. */
  private final Optional<ServingException> refusal;

  private RequestBytes(WirePieces bytes, InputStream buffers, Optional<ServingException> refusal) {
    this.bytes = bytes;
    this.buffers = buffers;
    this.refusal = refusal;
  }

  /** Returns a request of an array's bytes, which must not change. */
  public static RequestBytes of(byte[] bytes) {
    return new RequestBytes(WirePieces.of(bytes), InputStream.nullInputStream(), Optional.empty());
  }

  /** Returns a request whose call is refused when it is parsed. */
  private static RequestBytes refused(Status.Code code, IOException reason) {
    return new RequestBytes(
        WirePieces.of(new byte[0]),
        InputStream.nullInputStream(),
        Optional.of(new ServingException(code, reason.getMessage())));
  }

  /**
   * Parses a Predict call's message.
   *
   * @throws ServingException if it could not be unpacked
   */
  public ReceivedPredict parsePredict() throws InvalidProtocolBufferException {
    refuse();
    Optional<ReceivedPredict> plain = PredictRequestReader.read(bytes);
    return plain.isPresent() ? plain.get() : ReceivedPredict.whole(parse(PredictRequest.parser()));
  }

  /**
   * Parses a copy of the bytes.
   *
   * @throws ServingException if they could not be unpacked
   */
  public <T extends Message> T parse(Parser<T> parser) throws InvalidProtocolBufferException {
    refuse();
    // protobuf aliases only what it takes for immutable, which a bare array is not.
    CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes.toByteArray()).newCodedInput();
    in.enableAliasing(true);
    T message = parser.parseFrom(in);
    try {
      in.checkLastTagWas(0);
    } catch (InvalidProtocolBufferException e) {
      throw e.setUnfinishedMessage(message);
    }
    return message;
  }

  private void refuse() {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  @Override
  public void close() {
    try {
      buffers.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets gRPC read and write the request. */
  public static final Marshaller<RequestBytes> MARSHALLER =
      new Marshaller<>() {
        @Override
        public InputStream stream(RequestBytes value) {
          return value.bytes.newInput();
        }

        @Override
        public RequestBytes parse(InputStream stream) {
          try {
            return isDetachable(stream) ? detach(stream) : of(stream.readAllBytes());
          } catch (UnpackedStream.TooLargeException e) {
            return refused(Status.Code.RESOURCE_EXHAUSTED, e);
          } catch (IOException e) {
            // gRPC C++ answers so to what it cannot unpack.
            return refused(Status.Code.INTERNAL, e);
          }
        }
      };

  /** Returns whether the stream can give its buffers away; that of a compressed message cannot. */
  private static boolean isDetachable(InputStream stream) {
    return stream instanceof Detachable
        && stream instanceof HasByteBuffer lender
        && lender.byteBufferSupported()
        && stream.markSupported();
  }

  /** Takes the buffers over from gRPC, which closes its stream after parsing. */
  private static RequestBytes detach(InputStream stream) throws IOException {
    InputStream buffers = ((Detachable) stream).detach();
    // Buffers behind a mark are kept till the stream is closed.
    buffers.mark(buffers.available());
    List<ByteBuffer> pieces = new ArrayList<>();
    ByteBuffer piece = ((HasByteBuffer) buffers).getByteBuffer();
    while (piece != null && piece.hasRemaining()) {
      pieces.add(piece);
      buffers.skipNBytes(piece.remaining());
      piece = buffers.available() == 0 ? null : ((HasByteBuffer) buffers).getByteBuffer();
    }
    return new RequestBytes(new WirePieces(pieces), buffers, Optional.empty());
  }
}
