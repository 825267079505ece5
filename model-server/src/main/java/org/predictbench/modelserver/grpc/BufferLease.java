package org.predictbench.modelserver.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import org.predictbench.modelserver.request.RequestBytes;

/**
 * Returns the buffers of a call's request when the call ends, whether it was answered, cancelled or
 * refused.
 */
record BufferLease<R>(ServerCallHandler<RequestBytes, R> handler)
    implements ServerCallHandler<RequestBytes, R> {
  @Override
  public ServerCall.Listener<RequestBytes> startCall(
      ServerCall<RequestBytes, R> call, Metadata headers) {
    return new Listener(handler.startCall(call, headers));
  }

  private static final class Listener extends SimpleForwardingServerCallListener<RequestBytes> {
    private RequestBytes request = RequestBytes.of(new byte[0]);

    Listener(ServerCall.Listener<RequestBytes> handler) {
      super(handler);
    }

    @Override
    public void onMessage(RequestBytes message) {
      // A second message ends a unary call unanswered, so that nobody reads the first any more.
      request.close();
      request = message;
      super.onMessage(message);
    }

    @Override
    public void onComplete() {
      request.close();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      request.close();
      super.onCancel();
    }
  }
}
