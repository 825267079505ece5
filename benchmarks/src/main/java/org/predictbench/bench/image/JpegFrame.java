package org.predictbench.bench.image;

import java.util.Arrays;

/** A JPEG's frame header, and how far the scans have brought each of its components. */
final class JpegFrame {
  private static final int COEFFICIENTS = 64;

  /** A component's place in the file and in the grid of blocks. */
  static final class Component {
    final int id;
    final int across;
    final int down;
    final int quantisation;

    /** Blocks in the picture, of a scan of this component alone. */
    int columns;

    int rows;

    /** Blocks in a row of whole MCUs. */
    int stride;

    /** By which coefficients are multiplied, in zigzag order; null before the first scan. */
    int[] steps;

    /** DC of the block before, in this scan. */
    int dc;

    /** In a progressive file, a bit for every coefficient that is not zero; else nothing. */
    long[] nonzero = {};

    /** How many low bits of each coefficient are still to come; −1 before its first scan. */
    final int[] bitsToCome = new int[COEFFICIENTS];

    Component(int id, int across, int down, int quantisation) {
      this.id = id;
      this.across = across;
      this.down = down;
      this.quantisation = quantisation;
      Arrays.fill(bitsToCome, -1);
    }

    boolean isMissing() {
      return bitsToCome[0] < 0;
    }

    boolean isComplete() {
      return Arrays.stream(bitsToCome).allMatch(bits -> bits == 0);
    }
  }

  final boolean progressive;
  final int width;
  final int height;
  final Component[] components;
  final int mcuColumns;
  final int mcuRows;

  /** Reads the segment from its precision on. */
  JpegFrame(byte[] bytes, int at, int end, boolean progressive) throws BadImageException {
    if (end - at < 6 || end - at != 6 + 3 * (bytes[at + 5] & 0xff)) {
      throw JpegFile.damaged("its frame header is of a wrong length");
    }
    this.progressive = progressive;
    height = (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
    width = (bytes[at + 3] & 0xff) << 8 | (bytes[at + 4] & 0xff);
    components = new Component[bytes[at + 5] & 0xff];
    if (bytes[at] != 8) {
      throw new BadImageException(
          "is a JPEG of %d bits a sample: 8 are expected".formatted(bytes[at] & 0xff));
    }
    if (components.length != 1 && components.length != 3 && components.length != 4) {
      throw new BadImageException(
          "is a JPEG of %d components: 1, 3 or 4 are expected".formatted(components.length));
    }
    PixelBound.require(width, height);
    for (int i = 0; i < components.length; i++) {
      components[i] = component(bytes, at + 6 + 3 * i);
      for (int j = 0; j < i; j++) {
        if (components[j].id == components[i].id) {
          throw JpegFile.damaged("two components are called " + components[i].id);
        }
      }
    }
    int across = Arrays.stream(components).mapToInt(c -> c.across).max().orElseThrow();
    int down = Arrays.stream(components).mapToInt(c -> c.down).max().orElseThrow();
    mcuColumns = ceil(width, 8 * across);
    mcuRows = ceil(height, 8 * down);
    for (Component component : components) {
      if (across % component.across != 0 || down % component.down != 0) {
        throw new BadImageException("is a JPEG of fractional sampling: no decoder here takes it");
      }
      component.columns = ceil(ceil(width * component.across, across), 8);
      component.rows = ceil(ceil(height * component.down, down), 8);
      component.stride = mcuColumns * component.across;
      if (progressive) {
        component.nonzero = new long[component.stride * mcuRows * component.down];
      }
    }
  }

  private static Component component(byte[] bytes, int at) throws BadImageException {
    int across = bytes[at + 1] >> 4 & 0xf;
    int down = bytes[at + 1] & 0xf;
    int quantisation = bytes[at + 2] & 0xff;
    if (across < 1 || across > 4 || down < 1 || down > 4 || quantisation > 3) {
      throw JpegFile.damaged("its frame header has impossible values");
    }
    return new Component(bytes[at] & 0xff, across, down, quantisation);
  }

  private static int ceil(int value, int unit) {
    return (value + unit - 1) / unit;
  }

  Component byId(int id) throws BadImageException {
    for (Component component : components) {
      if (component.id == id) {
        return component;
      }
    }
    throw JpegFile.damaged("a scan is of component %d, which there is not".formatted(id));
  }

  /** Whether a decoder would make up part of the picture, or blur it. */
  boolean isComplete() throws BadImageException {
    boolean complete = true;
    for (Component component : components) {
      if (component.isMissing()) {
        throw JpegFile.damaged("it has no data of component " + component.id);
      }
      complete &= component.isComplete();
    }
    return complete;
  }
}
