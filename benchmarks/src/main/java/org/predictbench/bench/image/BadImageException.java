package org.predictbench.bench.image;

/**
 * An image is refused. The message goes on after the image's name: {@code is a damaged JPEG: …}.
 */
final class BadImageException extends Exception {
  private static final long serialVersionUID = 1;

  BadImageException(String message) {
    super(message);
  }
}
