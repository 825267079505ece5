package org.predictbench.bench.record;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.predictbench.client.Target;

/**
 * A server on a real socket that has every method, and whose methods do what their names say: Fail,
 * FailLate, Count, Sink, Hang; all others answer each message with itself.
 */
final class AnyServer implements AutoCloseable {
  static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("extra-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** Headers of all calls, in order. */
  final List<Metadata> headers = new CopyOnWriteArrayList<>();

  /** The deadline that each call came with, in order. */
  final List<Deadline> deadlines = new CopyOnWriteArrayList<>();

  /** Messages as they came over the wire, in order: their sizes there. */
  final List<Long> wireSizes = new CopyOnWriteArrayList<>();

  /** What Count has sent. */
  final AtomicInteger sent = new AtomicInteger();

  final CountDownLatch cancelled = new CountDownLatch(1);

  private final Server server;
  private final int port;

  AnyServer() throws IOException {
    this(0);
  }

  AnyServer(int port) throws IOException {
    this(
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
        UnaryOperator.identity());
  }

  AnyServer(NettyServerBuilder builder, UnaryOperator<NettyServerBuilder> settings)
      throws IOException {
    server =
        settings
            .apply(builder)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .maxInboundMetadataSize(1 << 20)
            .addStreamTracerFactory(new Sizes())
            .fallbackHandlerRegistry(new Methods())
            .build()
            .start();
    port = server.getPort();
  }

  Target target() {
    return new Target.Tcp("127.0.0.1", port);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Sizes extends ServerStreamTracer.Factory {
    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata sent) {
      return new ServerStreamTracer() {
        @Override
        public void inboundMessageRead(int number, long wireSize, long size) {
          wireSizes.add(wireSize);
        }
      };
    }
  }

  private final class Methods extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
      ServerCallHandler<byte[], byte[]> handler =
          (call, sent) -> {
            headers.add(sent);
            if (Context.current().getDeadline() != null) {
              deadlines.add(Context.current().getDeadline());
            }
            return new Behaviour(name.substring(name.indexOf('/') + 1), call, sent);
          };
      return ServerMethodDefinition.create(
          RawCalls.method(name, MethodDescriptor.MethodType.UNKNOWN), handler);
    }
  }

  private final class Behaviour extends ServerCall.Listener<byte[]> {
    private final String name;
    private final ServerCall<byte[], byte[]> call;
    private boolean begun;
    private int left;
    private byte[] next;

    Behaviour(String name, ServerCall<byte[], byte[]> call, Metadata sent) {
      this.name = name;
      this.call = call;
      if (sent.containsKey(Metadata.Key.of("want-gzip", Metadata.ASCII_STRING_MARSHALLER))) {
        call.setCompression("gzip");
      }
      call.request(1);
    }

    @Override
    public void onMessage(byte[] message) {
      switch (name) {
        case "Hang", "Sink" -> {}
        case "Fail" -> call.request(1);
        case "Count" -> {
          String[] words = new String(message, StandardCharsets.US_ASCII).split(" ", 2);
          left = Integer.parseInt(words[0]);
          next = new byte[Integer.parseInt(words[1])];
          begin();
          onReady();
        }
        default -> {
          begin();
          // Every other one is not compressed, even where compression was asked for.
          call.setMessageCompression(message.length % 2 == 0);
          call.sendMessage(message);
          call.request(1);
        }
      }
    }

    @Override
    public void onReady() {
      while (name.equals("Count") && next != null && call.isReady() && left >= 0) {
        if (left == 0) {
          call.close(Status.OK, trailers());
        } else {
          call.sendMessage(next);
          sent.incrementAndGet();
        }
        left--;
      }
    }

    @Override
    public void onHalfClose() {
      switch (name) {
        case "Hang", "Sink", "Count" -> {}
        case "Fail" ->
            call.close(Status.INVALID_ARGUMENT.withDescription("no such input: größe"), trailers());
        case "FailLate" -> call.close(Status.ABORTED.withDescription("in the end"), trailers());
        default -> {
          begin();
          call.close(Status.OK, trailers());
        }
      }
    }

    @Override
    public void onCancel() {
      cancelled.countDown();
    }

    private void begin() {
      if (!begun) {
        begun = true;
        Metadata reply = new Metadata();
        reply.put(Metadata.Key.of("begun", Metadata.ASCII_STRING_MARSHALLER), "yes, so it is");
        reply.put(BINARY, new byte[] {0, 1, -1, 44});
        call.sendHeaders(reply);
      }
    }

    private static Metadata trailers() {
      Metadata trailers = new Metadata();
      trailers.put(BINARY, new byte[] {-128, 0, 7});
      trailers.put(BINARY, new byte[0]);
      return trailers;
    }
  }
}
