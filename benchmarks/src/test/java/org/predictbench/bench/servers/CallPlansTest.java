package org.predictbench.bench.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.plan.AskedWorkload;

class CallPlansTest {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** A proxy that wants a login wants it of the question for the signatures, too. */
  @Test
  void headersGoWithTheQuestionForTheSignatures() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>();
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addStreamTracerFactory(
                new ServerStreamTracer.Factory() {
                  @Override
                  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                    seen.set(headers.get(AUTHORIZATION));
                    return new ServerStreamTracer() {};
                  }
                })
            .build()
            .start();
    AskedWorkload asked =
        new AskedWorkload(
            "m",
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            Map.of(),
            List.of(),
            Map.of("authorization", "Bearer x"),
            false);
    String target = "127.0.0.1:" + server.getPort();
    try {
      assertThatThrownBy(
              () -> CallPlans.of(asked, target, ModelServers.of(target), Optional.empty()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("UNIMPLEMENTED");
      assertThat(seen).hasValue("Bearer x");
    } finally {
      server.shutdownNow();
    }
  }
}
