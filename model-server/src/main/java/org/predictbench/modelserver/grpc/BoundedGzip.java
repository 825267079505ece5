package org.predictbench.modelserver.grpc;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;
import org.predictbench.modelserver.request.UnpackedStream;

/** Unpacks messages as far as they may grow. */
final class BoundedGzip implements Decompressor {
  /** The encodings that callers may use. */
  static final DecompressorRegistry ENCODINGS =
      DecompressorRegistry.emptyInstance()
          .with(Codec.Identity.NONE, false)
          .with(new BoundedGzip(), true);

  private BoundedGzip() {}

  @Override
  public String getMessageEncoding() {
    return "gzip";
  }

  @Override
  public InputStream decompress(InputStream packed) throws IOException {
    // All of the message has been received.
    return new UnpackedStream(packed, packed.available(), Integer.MAX_VALUE);
  }
}
