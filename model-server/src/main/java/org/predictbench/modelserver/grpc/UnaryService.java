package org.predictbench.modelserver.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.lang.System.Logger.Level;
import org.predictbench.modelserver.request.RequestBytes;
import org.predictbench.modelserver.status.Statuses;

/**
 * Builds a service of unary methods that parse {@link RequestBytes} themselves and answer every
 * failure with a status from {@link Statuses}. A method that is not added is UNIMPLEMENTED.
 */
final class UnaryService {
  private static final System.Logger LOG = System.getLogger(UnaryService.class.getName());

  private final ServerServiceDefinition.Builder definition;

  UnaryService(String name) {
    definition = ServerServiceDefinition.builder(name);
  }

  <Q extends Message, R> UnaryService method(
      MethodDescriptor<Q, R> method, Parser<Q> parser, Handler<Q, R> handler) {
    return method(method, bytes -> bytes.parse(parser), handler);
  }

  <Q, R> UnaryService method(
      MethodDescriptor<?, R> method, RequestReader<Q> reader, Handler<Q, R> handler) {
    definition.addMethod(
        method.toBuilder(RequestBytes.MARSHALLER, method.getResponseMarshaller()).build(),
        new BufferLease<>(
            ServerCalls.asyncUnaryCall(
                (RequestBytes bytes, StreamObserver<R> observer) ->
                    answer(bytes, reader, handler, observer))));
    return this;
  }

  ServerServiceDefinition build() {
    return definition.build();
  }

  private static <Q, R> void answer(
      RequestBytes bytes,
      RequestReader<Q> reader,
      Handler<Q, R> handler,
      StreamObserver<R> observer) {
    R response;
    // Closed before the answer goes out, so that the next request is read into the same memory.
    try (bytes) {
      response = handler.handle(reader.read(bytes));
    } catch (InvalidProtocolBufferException | RuntimeException | OutOfMemoryError e) {
      Status status = Statuses.of(e);
      if (status.getCode() == Status.Code.INTERNAL) {
        LOG.log(Level.ERROR, "INTERNAL: " + status.getDescription());
      }
      observer.onError(status.asRuntimeException());
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  /** Parses a method's request. */
  @FunctionalInterface
  interface RequestReader<Q> {
    Q read(RequestBytes bytes) throws InvalidProtocolBufferException;
  }

  /** Answers one method; whatever it throws becomes the call's status. */
  @FunctionalInterface
  interface Handler<Q, R> {
    R handle(Q request);
  }
}
