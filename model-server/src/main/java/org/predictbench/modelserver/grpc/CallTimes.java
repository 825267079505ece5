package org.predictbench.modelserver.grpc;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.io.InputStream;
import org.predictbench.serving.TimelineTrailer;

/**
 * Records when one call passed each of its points in this server, and reports the times in the
 * {@link TimelineTrailer} to a client that requests them. Registered only with diagnostics.
 *
 * <p>Six times of {@link System#nanoTime}: gRPC begins to read the message; it has the whole of it;
 * a thread begins to decode; {@code Session.run} begins, and ends; the reply is in gRPC's buffers.
 * Written by one thread after the other, which gRPC orders.
 */
public final class CallTimes extends ServerStreamTracer {
  /** Creates one for each call that requests its times. */
  public static final ServerStreamTracer.Factory TRACERS =
      new ServerStreamTracer.Factory() {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
          return headers.containsKey(TimelineTrailer.KEY) ? new CallTimes() : UNTIMED;
        }
      };

  private static final ServerStreamTracer UNTIMED = new ServerStreamTracer() {};
  private static final Context.Key<CallTimes> CURRENT = Context.key("call-times");

  private long reading;
  private long received;
  private long decoding;
  private long runBegin;
  private long runEnd;
  private long encoded;
  private boolean ran;

  private CallTimes() {}

  @Override
  public Context filterContext(Context context) {
    return context.withValue(CURRENT, this);
  }

  @Override
  public void inboundMessage(int number) {
    reading = System.nanoTime();
  }

  @Override
  public void inboundMessageRead(int number, long wireBytes, long bytes) {
    received = System.nanoTime();
  }

  @Override
  public void outboundMessageSent(int number, long wireBytes, long bytes) {
    encoded = System.nanoTime();
  }

  /** Records when the session ran, if the call that this thread answers requests its times. */
  public static void onRun(long begin, long end) {
    CallTimes times = CURRENT.get();
    if (times != null) {
      times.runBegin = begin;
      times.runEnd = end;
      times.ran = true;
    }
  }

  /** Returns the service, which then reports its times to clients that request them. */
  public static ServerServiceDefinition reporting(ServerServiceDefinition service) {
    ServerServiceDefinition.Builder timed =
        ServerServiceDefinition.builder(service.getServiceDescriptor().getName());
    service.getMethods().forEach(method -> timed.addMethod(timed(method)));
    return ServerInterceptors.intercept(timed.build(), new Trailer());
  }

  private static <Q, R> ServerMethodDefinition<Q, R> timed(ServerMethodDefinition<Q, R> method) {
    MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        descriptor.toBuilder(
                new Requests<>(descriptor.getRequestMarshaller()),
                descriptor.getResponseMarshaller())
            .build(),
        method.getServerCallHandler());
  }

  private String text() {
    return TimelineTrailer.format(reading, received, decoding, runBegin, runEnd, encoded);
  }

  private record Requests<Q>(MethodDescriptor.Marshaller<Q> requests)
      implements MethodDescriptor.Marshaller<Q> {
    @Override
    public InputStream stream(Q request) {
      return requests.stream(request);
    }

    @Override
    public Q parse(InputStream bytes) {
      CallTimes times = CURRENT.get();
      if (times != null) {
        times.decoding = System.nanoTime();
      }
      return requests.parse(bytes);
    }
  }

  private static final class Trailer implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      CallTimes times = CURRENT.get();
      return next.startCall(times == null ? call : reporting(call, times), headers);
    }

    private static <Q, R> ServerCall<Q, R> reporting(ServerCall<Q, R> call, CallTimes times) {
      return new SimpleForwardingServerCall<>(call) {
        @Override
        public void close(Status status, Metadata trailers) {
          if (times.ran && status.isOk()) {
            trailers.put(TimelineTrailer.KEY, times.text());
          }
          super.close(status, trailers);
        }
      };
    }
  }
}
