package org.predictbench.client.axis;

import io.grpc.stub.AbstractStub;

/** What is done to the request's bytes; the reply's are the server's choice. */
public enum Compression implements Axis {
  IDENTITY("nothing: the bytes as they are") {
    @Override
    public <S extends AbstractStub<S>> S configure(S stub) {
      return stub;
    }
  },
  GZIP("gzip at the JDK's default level; floats of an image hardly shrink") {
    @Override
    public <S extends AbstractStub<S>> S configure(S stub) {
      return stub.withCompression("gzip");
    }
  };

  private final String description;

  Compression(String description) {
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  public abstract <S extends AbstractStub<S>> S configure(S stub);
}
