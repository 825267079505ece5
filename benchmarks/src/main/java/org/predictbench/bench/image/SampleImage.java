package org.predictbench.bench.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The image that is sent when none is named: a landscape of 640 x 480, drawn by {@code
 * SampleImageGenerator} among the tests, so that it is free of others' rights.
 */
public final class SampleImage {
  private static final String RESOURCE = "sample.jpg";

  private SampleImage() {}

  /** Features of the image, as {@link ImagePreprocessor#features} gives them; a new array. */
  public static float[] features() {
    return ImagePreprocessor.features(file());
  }

  /** The JPEG, checked. */
  public static ImageFile file() {
    return ImageFile.of(bytes(), RESOURCE);
  }

  /** The JPEG itself; a new array. */
  public static byte[] bytes() {
    try (InputStream in = SampleImage.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
