package org.predictbench.bench.image;

import org.predictbench.bench.image.JpegFrame.Component;

/**
 * Walks through one scan's entropy-coded data as a decoder does, code by code, and keeps no sample:
 * ITU-T T.81, F.2 for sequential files, G.2 for progressive ones.
 */
final class JpegScan {
  private static final int MOST_BLOCKS = 10;
  private static final int LAST_COEFFICIENT = 63;

  /** Samples give at most some 1024, rounded to coarse steps twice that. */
  private static final int LARGEST = 4096;

  /** A component in this scan, and its tables: null where the scan needs none. */
  record Part(Component component, HuffmanTable dc, HuffmanTable ac) {}

  private final JpegFrame frame;
  private final Part[] parts;
  private final int first;
  private final int last;
  private final int high;
  private final int low;
  private final EntropyBits bits;

  /** Blocks that end without another code; progressive files only. */
  private int endRun;

  /**
   * Prepares a scan, and notes what it brings.
   *
   * @param first of the coefficients it brings, in zigzag order
   * @param high the bits to come before this scan, 0 if it is the coefficients' first
   * @param low the bits to come after it
   */
  JpegScan(JpegFrame frame, Part[] parts, int first, int last, int high, int low, EntropyBits bits)
      throws BadImageException {
    this.frame = frame;
    this.parts = parts;
    // Sequential files have but one way, whatever they note.
    this.first = frame.progressive ? first : 0;
    this.last = frame.progressive ? last : LAST_COEFFICIENT;
    this.high = frame.progressive ? high : 0;
    this.low = frame.progressive ? low : 0;
    this.bits = bits;
    requireFitting();
  }

  private void requireFitting() throws BadImageException {
    boolean ranges =
        first <= last
            && last <= LAST_COEFFICIENT
            && low <= 13
            && (high == 0 || low == high - 1)
            && (!frame.progressive || first > 0 || last == 0)
            && (first == 0 || parts.length == 1);
    if (!ranges) {
      throw JpegFile.damaged("a scan's header has impossible values");
    }
    for (Part part : parts) {
      int[] toCome = part.component.bitsToCome;
      if (first > 0 && toCome[0] < 0) {
        throw outOfOrder();
      }
      for (int k = first; k <= last; k++) {
        if (frame.progressive && high != Math.max(0, toCome[k])) {
          throw outOfOrder();
        }
        toCome[k] = low;
      }
    }
  }

  private static BadImageException outOfOrder() {
    return JpegFile.damaged("its scans do not follow one another");
  }

  /**
   * Walks to the scan's end.
   *
   * @param interval MCUs between restart markers; 0 for none
   */
  void walk(int interval) throws BadImageException {
    boolean alone = parts.length == 1;
    int columns = alone ? parts[0].component.columns : frame.mcuColumns;
    int rows = alone ? parts[0].component.rows : frame.mcuRows;
    if (!alone) {
      requireFewBlocks();
    }
    startAnew();
    int restarts = 0;
    int untilRestart = interval;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (interval > 0 && untilRestart == 0) {
          bits.restart(restarts++ & 7);
          startAnew();
          untilRestart = interval;
        }
        untilRestart--;
        if (alone) {
          block(parts[0], row * parts[0].component.stride + column);
        } else {
          mcu(row, column);
        }
      }
    }
  }

  private void startAnew() {
    endRun = 0;
    for (Part part : parts) {
      part.component.dc = 0;
    }
  }

  private void requireFewBlocks() throws BadImageException {
    int blocks = 0;
    for (Part part : parts) {
      blocks += part.component.across * part.component.down;
    }
    if (blocks > MOST_BLOCKS) {
      throw JpegFile.damaged("an MCU has %d blocks; at most 10 are allowed".formatted(blocks));
    }
  }

  private void mcu(int row, int column) throws BadImageException {
    for (Part part : parts) {
      Component component = part.component;
      for (int y = 0; y < component.down; y++) {
        int start = (row * component.down + y) * component.stride + column * component.across;
        for (int x = 0; x < component.across; x++) {
          block(part, start + x);
        }
      }
    }
  }

  private void block(Part part, int index) throws BadImageException {
    if (!frame.progressive) {
      dc(part);
      sequentialAc(part);
    } else if (first == 0 && high == 0) {
      dc(part);
    } else if (first == 0) {
      bits.skip(1);
    } else if (high == 0) {
      firstAc(part, index);
    } else {
      refineAc(part, index);
    }
  }

  private void dc(Part part) throws BadImageException {
    Component component = part.component;
    component.dc += value(part.dc.next(bits));
    requirePossible(component, 0, component.dc);
  }

  /** Annex F.2.2.1: the lower half of the values of a size stands for negative ones. */
  private int value(int size) throws BadImageException {
    int value = bits.next(size);
    boolean negative = size > 0 && value >> (size - 1) == 0;
    return negative ? value - (1 << size) + 1 : value;
  }

  /** Decoders wrap such values around, each in its own way. */
  private void requirePossible(Component component, int k, int value) throws BadImageException {
    if (Math.abs((long) value << low) * component.steps[k] > LARGEST) {
      throw JpegFile.damaged("a value is larger than can be, before byte " + bits.position());
    }
  }

  private void sequentialAc(Part part) throws BadImageException {
    for (int k = 1; k <= LAST_COEFFICIENT; k++) {
      int symbol = part.ac.next(bits);
      int size = symbol & 0xf;
      if (size == 0 && symbol != 0xf0) {
        return;
      }
      k = require(k + (symbol >> 4));
      requirePossible(part.component, k, value(size));
    }
  }

  private void firstAc(Part part, int index) throws BadImageException {
    if (endRun > 0) {
      endRun--;
      return;
    }
    for (int k = first; k <= last; k++) {
      int symbol = part.ac.next(bits);
      int run = symbol >> 4;
      int size = symbol & 0xf;
      if (size == 0 && run < 15) {
        endRun = (1 << run) - 1 + bits.next(run);
        return;
      }
      k = require(k + run);
      if (size > 0) {
        requirePossible(part.component, k, value(size));
        part.component.nonzero[index] |= 1L << k;
      }
    }
  }

  private void refineAc(Part part, int index) throws BadImageException {
    long before = part.component.nonzero[index];
    int k = first;
    while (endRun == 0 && k <= last) {
      int symbol = part.ac.next(bits);
      int run = symbol >> 4;
      int size = symbol & 0xf;
      if (size > 1) {
        throw JpegFile.damaged("bad Huffman code before byte " + bits.position());
      }
      if (size == 0 && run < 15) {
        endRun = (1 << run) + bits.next(run);
        break;
      }
      bits.skip(size);
      // Over so many zeros and the one that gets a value; the others get a bit each.
      while (k <= last) {
        boolean zero = (before >> k & 1) == 0;
        if (zero && run-- == 0) {
          break;
        }
        bits.skip(zero ? 0 : 1);
        k++;
      }
      if (size > 0) {
        part.component.nonzero[index] |= 1L << require(k);
      }
      k++;
    }
    if (endRun > 0) {
      for (; k <= last; k++) {
        bits.skip((int) (before >> k & 1));
      }
      endRun--;
    }
  }

  /** A run that goes beyond the block is no code, though decoders let it pass. */
  private int require(int k) throws BadImageException {
    if (k > last) {
      throw JpegFile.damaged("a run leaves its block before byte " + bits.position());
    }
    return k;
  }
}
