package org.predictbench.bench.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The orientation that a camera notes in Exif: how to read it, and how to turn a picture by it. */
final class ExifOrientation {
  /** As it is stored. */
  static final int NONE = 1;

  private static final int LAST = 8;
  private static final int TAG = 0x112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /**
   * Reads the orientation from a TIFF structure, as an APP1 segment holds it after {@code Exif}.
   *
   * @return from 1 to 8; 1 if it holds none, or none that can be read: pixels do not depend on it
   */
  static int of(byte[] bytes, int from, int to) {
    ByteBuffer tiff = ByteBuffer.wrap(bytes, from, to - from).slice();
    if (tiff.remaining() < 8) {
      return NONE;
    }
    int order = tiff.getShort(0);
    if (order != 0x4949 && order != 0x4d4d) {
      return NONE;
    }
    tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xffffffffL;
    if (tiff.getShort(2) != 42 || directory + 2 > tiff.limit()) {
      return NONE;
    }
    int entries = tiff.getShort((int) directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int at = (int) directory + 2 + i * ENTRY_BYTES;
      if (at + ENTRY_BYTES > tiff.limit()) {
        return NONE;
      }
      if (tiff.getShort(at) == TAG && tiff.getShort(at + 2) == SHORT) {
        int value = tiff.getShort(at + 8) & 0xffff;
        return value >= NONE && value <= LAST ? value : NONE;
      }
    }
    return NONE;
  }

  /** The picture as it is to be looked at; itself, if nothing is to be turned. */
  static RgbPixels apply(int orientation, RgbPixels stored) {
    if (orientation == NONE) {
      return stored;
    }
    boolean sidesSwap = orientation > 4;
    int height = sidesSwap ? stored.width() : stored.height();
    int width = sidesSwap ? stored.height() : stored.width();
    int lastRow = stored.height() - 1;
    int lastColumn = stored.width() - 1;
    byte[] samples = new byte[stored.samples().length];
    int next = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row =
            switch (orientation) {
              case 2 -> y;
              case 3, 4 -> lastRow - y;
              case 5, 8 -> x;
              default -> lastRow - x;
            };
        int column =
            switch (orientation) {
              case 2, 3 -> lastColumn - x;
              case 4 -> x;
              case 5, 6 -> y;
              default -> lastColumn - y;
            };
        int from = (row * stored.width() + column) * RgbPixels.CHANNELS;
        System.arraycopy(stored.samples(), from, samples, next, RgbPixels.CHANNELS);
        next += RgbPixels.CHANNELS;
      }
    }
    return new RgbPixels(height, width, samples);
  }
}
