package org.predictbench.client.http2;

import io.grpc.netty.GrpcSslContexts;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.predictbench.client.Target;
import org.predictbench.client.TlsFiles;

/** Makes the JDK's TLS engines for connections to one target. Safe for any number of threads. */
final class TlsEngines implements Supplier<SSLEngine> {
  private final SslContext context;
  private final Target.Tcp address;

  private TlsEngines(SslContext context, Target.Tcp address) {
    this.context = context;
    this.address = address;
  }

  /**
   * Those for a target; empty if it is spoken to plainly.
   *
   * @throws IllegalArgumentException if its keys cannot be read
   */
  static Optional<Supplier<SSLEngine>> of(Target target) {
    return target instanceof Target.Tls secure
        ? Optional.of(new TlsEngines(context(secure.files()), secure.endpoint()))
        : Optional.empty();
  }

  private static SslContext context(TlsFiles files) {
    SslContextBuilder builder =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
    try {
      files.ca().ifPresent(ca -> builder.trustManager(new File(ca)));
      files
          .certificate()
          .ifPresent(
              certificate ->
                  builder.keyManager(new File(certificate), new File(files.key().orElseThrow())));
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException("cannot read keys for TLS: " + e.getMessage(), e);
    }
  }

  @Override
  public SSLEngine get() {
    SSLEngine engine =
        context.newEngine(UnpooledByteBufAllocator.DEFAULT, address.host(), address.port());
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }
}
