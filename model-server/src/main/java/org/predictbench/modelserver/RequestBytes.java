package org.predictbench.modelserver;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.predictbench.serving.full.PredictRequest;

/**
 * A request as it came: read once out of gRPC's buffers, parsed in the handler.
 *
 * <p>Parsing aliases the array, so a {@code tensor_content} is a window of it rather than a copy,
 * and bytes that are no message fail where the status can be chosen.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RequestBytes(byte[] bytes) {
  /** Parses a Predict call's message, which may then carry {@code float_val} as content. */
  PredictRequest parsePredict() throws InvalidProtocolBufferException {
    PackedFloats.passAsContent(bytes);
    return parse(PredictRequest.parser());
  }

  /** Parses; the message keeps {@link #bytes}. */
  <T extends Message> T parse(Parser<T> parser) throws InvalidProtocolBufferException {
    // protobuf aliases only what it takes for immutable, which a bare array is not.
    CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    in.enableAliasing(true);
    T message = parser.parseFrom(in);
    try {
      in.checkLastTagWas(0);
    } catch (InvalidProtocolBufferException e) {
      throw e.setUnfinishedMessage(message);
    }
    return message;
  }

  /** gRPC's side of it. */
  static final Marshaller<RequestBytes> MARSHALLER =
      new Marshaller<>() {
        @Override
        public InputStream stream(RequestBytes value) {
          return new ByteArrayInputStream(value.bytes());
        }

        @Override
        public RequestBytes parse(InputStream stream) {
          try {
            return new RequestBytes(
                stream instanceof KnownLength
                    ? exactly(stream.available(), stream)
                    : stream.readAllBytes());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  /** One copy into one array, where {@code readNBytes(int)} would take chunks and join them. */
  private static byte[] exactly(int length, InputStream stream) throws IOException {
    byte[] bytes = new byte[length];
    if (stream.readNBytes(bytes, 0, length) < length) {
      throw new EOFException("a request shorter than gRPC said");
    }
    return bytes;
  }
}
