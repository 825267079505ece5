package org.predictbench.bench.load;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.predictbench.bench.floor.PredictBytes;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Variant;

/** A request of a client variant, taken from the wire. */
final class RecordedRequest {
  private static final int PREFIX = 5;

  private RecordedRequest() {}

  /**
   * The message with gRPC's prefix: a byte 0, since it is not compressed, and its length in four
   * bytes, the highest first. That is the body of the HTTP/2 request.
   *
   * @param variant reaching its server by TCP
   */
  static byte[] framed(Variant variant, ModelRef model, Inputs inputs) throws IOException {
    AtomicReference<byte[]> seen = new AtomicReference<>();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .addService(
                PredictBytes.service(
                    (request, replies) -> {
                      seen.set(request);
                      replies.onError(Status.UNIMPLEMENTED.asException());
                    }))
            .build()
            .start();
    Target target = new Target.Tcp("127.0.0.1", server.getPort());
    try (PredictClient client =
        PredictClients.create(variant, target, model, Duration.ofSeconds(10))) {
      client.predict(inputs);
      throw new IllegalStateException("a recorder answers nothing");
    } catch (PredictException e) {
      byte[] message = seen.get();
      if (message == null) {
        throw new IOException("no request came: " + e.getMessage(), e);
      }
      return ByteBuffer.allocate(PREFIX + message.length)
          .put((byte) 0)
          .putInt(message.length)
          .put(message)
          .array();
    } finally {
      server.shutdownNow();
    }
  }
}
