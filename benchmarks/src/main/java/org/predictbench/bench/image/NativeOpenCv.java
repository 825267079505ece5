package org.predictbench.bench.image;

import nu.pattern.OpenCV;

/** Loads OpenCV's native library once in a process, when an image is first decoded. */
final class NativeOpenCv {
  private NativeOpenCv() {}

  static void ensureLoaded() {
    Loaded.touch();
  }

  /** Class initialisation gives the once and the thread safety. */
  private static final class Loaded {
    static {
      // Not loadShared(): it patches java.library.path by reflection, which JDK 12 and later
      // refuse.
      OpenCV.loadLocally();
    }

    static void touch() {}
  }
}
