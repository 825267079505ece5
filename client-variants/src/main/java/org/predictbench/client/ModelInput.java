package org.predictbench.client;

/** One request's input tensor, free of any protobuf type: what encodings turn into bytes. */
public sealed interface ModelInput permits Features, JpegImages {
  /** Size of each dimension, the batch first. */
  long[] shape();
}
