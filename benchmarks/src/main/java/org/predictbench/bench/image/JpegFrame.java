package org.predictbench.bench.image;

import java.util.Arrays;

/** A JPEG's frame header, and how far the scans' headers bring each of its components. */
final class JpegFrame {
  private static final int COEFFICIENTS = 64;

  final boolean progressive;
  final int width;
  final int height;
  final int[] ids;

  /** How many low bits of each component's coefficients are still to come; −1 for all. */
  private final int[][] bitsToCome;

  /** Reads the segment from its precision on. */
  JpegFrame(byte[] bytes, int at, int end, boolean progressive) throws BadImageException {
    if (end - at < 6 || end - at != 6 + 3 * (bytes[at + 5] & 0xff)) {
      throw JpegFile.damaged("its frame header is of a wrong length");
    }
    this.progressive = progressive;
    height = (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
    width = (bytes[at + 3] & 0xff) << 8 | (bytes[at + 4] & 0xff);
    ids = new int[bytes[at + 5] & 0xff];
    if (bytes[at] != 8) {
      throw new BadImageException(
          "is a JPEG of %d bits a sample: 8 are expected".formatted(bytes[at] & 0xff));
    }
    if (ids.length != 1 && ids.length != 3 && ids.length != 4) {
      throw new BadImageException(
          "is a JPEG of %d components: 1, 3 or 4 are expected".formatted(ids.length));
    }
    PixelBound.require(width, height);
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[at + 6 + 3 * i] & 0xff;
    }
    if (Arrays.stream(ids).distinct().count() < ids.length) {
      throw JpegFile.damaged("two components have one name");
    }
    bitsToCome = new int[ids.length][COEFFICIENTS];
    for (int[] component : bitsToCome) {
      Arrays.fill(component, -1);
    }
  }

  /** Notes what a scan brings; whether it may is for libjpeg to judge. */
  void note(int id, int first, int last, int low) {
    for (int i = 0; i < ids.length; i++) {
      for (int k = first; ids[i] == id && k <= last && k < COEFFICIENTS; k++) {
        bitsToCome[i][k] = low;
      }
    }
  }

  /** Whether a decoder would make up part of the picture, or blur it. */
  boolean isComplete() throws BadImageException {
    boolean complete = true;
    for (int[] component : bitsToCome) {
      if (component[0] < 0) {
        throw JpegFile.damaged("it has no data of a component");
      }
      complete &= Arrays.stream(component).allMatch(bits -> bits == 0);
    }
    return complete;
  }
}
