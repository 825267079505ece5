package org.predictbench.bench.record;

import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.Context;
import io.grpc.DecompressorRegistry;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Compression that is passed on: gRPC takes these codecs for real ones, and they leave the bytes
 * alone. So a message is neither unpacked nor packed again, and keeps its bytes.
 */
final class Encodings {
  static final String IDENTITY = "identity";

  /** The header that names the encoding of a side's compressed messages. */
  static final Metadata.Key<String> ENCODING = key("grpc-encoding");

  /** The header that lists what a side can read. */
  static final Metadata.Key<String> ACCEPTED = key("grpc-accept-encoding");

  /** gRPC refuses a call in an encoding for which it has no codec. */
  private static final List<String> NAMES = List.of("gzip", "deflate", "snappy", "zstd");

  private static final Context.Key<String> CALLERS = Context.key("predictbench-accept-encoding");

  private Encodings() {}

  static CompressorRegistry compressors() {
    CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
    registry.register(Codec.Identity.NONE);
    NAMES.forEach(name -> registry.register(new PassedOn(name)));
    return registry;
  }

  static DecompressorRegistry decompressors() {
    DecompressorRegistry registry =
        DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);
    for (String name : NAMES) {
      registry = registry.with(new PassedOn(name), false);
    }
    return registry;
  }

  /**
   * Keeps what each caller accepts for {@link #acceptedByCaller} and makes the server believe that
   * it accepts everything: whether the target may compress is between the two, and a message that
   * came compressed has to leave so.
   */
  static ServerStreamTracer.Factory tracers() {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        String accepted = headers.get(ACCEPTED);
        headers.discardAll(ACCEPTED);
        headers.put(ACCEPTED, String.join(",", NAMES));
        return new ServerStreamTracer() {
          @Override
          public Context filterContext(Context context) {
            return context.withValue(CALLERS, accepted);
          }
        };
      }
    };
  }

  /** What the caller of the current context's call accepts, as it wrote it; null if nothing. */
  static String acceptedByCaller() {
    return CALLERS.get();
  }

  /**
   * Unpacks a message.
   *
   * @param limit of its size in bytes: a few bytes may claim to be many
   * @throws IOException if it is longer than that, damaged, or in an encoding unknown to the JDK
   */
  static byte[] unpacked(byte[] bytes, String encoding, int limit) throws IOException {
    InputStream packed = new ByteArrayInputStream(bytes);
    InputStream stream =
        switch (encoding) {
          case "gzip" -> new GZIPInputStream(packed);
          case "deflate" -> new InflaterInputStream(packed);
          default -> throw new IOException("encoding '%s' is unknown".formatted(encoding));
        };
    try (stream) {
      byte[] unpacked = stream.readNBytes(limit);
      if (stream.read() >= 0) {
        throw new IOException("a message is longer than %d bytes".formatted(limit));
      }
      return unpacked;
    }
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private record PassedOn(String name) implements Codec {
    @Override
    public String getMessageEncoding() {
      return name;
    }

    @Override
    public InputStream decompress(InputStream stream) {
      return stream;
    }

    @Override
    public OutputStream compress(OutputStream stream) {
      return stream;
    }
  }
}
