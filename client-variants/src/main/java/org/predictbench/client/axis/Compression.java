package org.predictbench.client.axis;

import java.util.Optional;

/** What is done to the request's bytes; the reply's are the server's choice. */
public enum Compression implements Axis {
  IDENTITY("nothing: the bytes as they are", null),
  GZIP("gzip at the JDK's default level; floats of an image hardly shrink", "gzip");

  private final String description;
  private final String compressor;

  Compression(String description, String compressor) {
    this.description = description;
    this.compressor = compressor;
  }

  @Override
  public String description() {
    return description;
  }

  /** The name under which gRPC knows the compressor; empty sends the bytes as they are. */
  public Optional<String> compressor() {
    return Optional.ofNullable(compressor);
  }
}
