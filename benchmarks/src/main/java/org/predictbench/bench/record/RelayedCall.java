package org.predictbench.bench.record;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;

/**
 * One call on its way through: whatever either side does is done to the other.
 *
 * <ul>
 *   <li>Each side's events come one at a time, but the two sides' may come at once: those of the
 *       caller alone write to the target, and the other way round.
 *   <li>Deadline and cancellation also pass by themselves, with gRPC's context.
 * </ul>
 */
final class RelayedCall {
  private static final Status NO_MEMORY =
      Status.RESOURCE_EXHAUSTED.withDescription("the recording proxy has no memory for a message");

  private final ServerCall<Message, Message> caller;
  private final ClientCall<Message, Message> target;
  private final Attempt attempt;
  private final CallObserver observer;
  private final String requestEncoding;
  private final Gate requests;
  private final Gate replies;
  private volatile Status failure;

  private RelayedCall(
      ServerCall<Message, Message> caller,
      ClientCall<Message, Message> target,
      Attempt attempt,
      CallObserver observer,
      String requestEncoding) {
    this.caller = caller;
    this.target = target;
    this.attempt = attempt;
    this.observer = observer;
    this.requestEncoding = requestEncoding;
    this.requests = new Gate(target::isReady, () -> caller.request(1));
    this.replies = new Gate(caller::isReady, () -> target.request(1));
  }

  /** Begins to pass a call on; for a {@link io.grpc.ServerCallHandler}, in the call's context. */
  static ServerCall.Listener<Message> start(
      ServerCall<Message, Message> caller,
      Metadata headers,
      Upstream upstream,
      CallObserver observer) {
    Attempt attempt = new Attempt(upstream.name(), Encodings.acceptedByCaller());
    CallOptions options = CallOptions.DEFAULT.withStreamTracerFactory(attempt);
    Optional<String> encoding = encoding(headers);
    if (encoding.isPresent()) {
      options = options.withCompression(encoding.get());
    }
    MethodDescriptor<Message, Message> method = caller.getMethodDescriptor();
    RelayedCall call =
        new RelayedCall(
            caller,
            upstream.newCall(method, options),
            attempt,
            observer,
            encoding.orElse(Encodings.IDENTITY));
    call.target.start(call.new FromTarget(), headers);
    call.target.request(1);
    caller.request(1);
    return call.new FromCaller();
  }

  private static Optional<String> encoding(Metadata headers) {
    return Optional.ofNullable(headers.get(Encodings.ENCODING))
        .filter(encoding -> !encoding.equals(Encodings.IDENTITY));
  }

  /** Ends a call that cannot be passed on; the caller hears of it when the target's side closes. */
  private void fail() {
    failure = NO_MEMORY;
    target.cancel(NO_MEMORY.getDescription(), null);
  }

  private final class FromCaller extends ServerCall.Listener<Message> {
    @Override
    public void onMessage(Message request) {
      if (request.isTooLarge()) {
        fail();
      }
      if (failure == null) {
        target.setMessageCompression(request.compressed());
        target.sendMessage(request);
        observer.onRequest(request, requestEncoding);
        requests.onPassed();
      }
    }

    @Override
    public void onHalfClose() {
      if (failure == null) {
        target.halfClose();
      }
    }

    @Override
    public void onCancel() {
      target.cancel("the caller cancelled", null);
    }

    @Override
    public void onReady() {
      replies.onReady();
    }
  }

  private final class FromTarget extends ClientCall.Listener<Message> {
    private String replyEncoding = Encodings.IDENTITY;

    @Override
    public void onHeaders(Metadata headers) {
      encoding(headers)
          .ifPresent(
              encoding -> {
                replyEncoding = encoding;
                caller.setCompression(encoding);
              });
      caller.sendHeaders(headers);
    }

    @Override
    public void onMessage(Message reply) {
      if (reply.isTooLarge()) {
        fail();
      }
      if (failure == null) {
        caller.setMessageCompression(reply.compressed());
        caller.sendMessage(reply);
        observer.onReply(reply, replyEncoding);
        replies.onPassed();
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      caller.close(failure == null ? attempt.explained(status) : failure, trailers);
      observer.onClose(status.isOk());
    }

    @Override
    public void onReady() {
      requests.onReady();
    }
  }
}
