package org.predictbench.client;

import java.util.List;

/**
 * Images as they were stored, for models that decode them: a string tensor with one element an
 * image. The arrays are not copied; neither side may change them afterwards.
 *
 * @param images JPEG files, in the order of the batch
 */
public record JpegImages(List<byte[]> images) implements ModelInput {

  /** Copies the list, not the images. */
  public JpegImages {
    images = List.copyOf(images);
  }

  @Override
  public long[] shape() {
    return new long[] {images.size()};
  }

  /**
   * The input of a client that sends images.
   *
   * @throws IllegalArgumentException for any other
   */
  public static JpegImages of(ModelInput input) {
    if (input instanceof JpegImages images) {
      return images;
    }
    throw new IllegalArgumentException(
        "this client sends JPEG images (encoding 'jpeg-bytes'), not floats");
  }
}
