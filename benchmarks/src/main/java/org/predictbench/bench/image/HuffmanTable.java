package org.predictbench.bench.image;

import java.util.Arrays;

/** A JPEG's Huffman code, after ITU-T T.81, annex C and F.2.2.3. Immutable. */
final class HuffmanTable {
  private static final int LONGEST = 16;

  private final int[] firstCode = new int[LONGEST + 1];
  private final int[] firstIndex = new int[LONGEST + 1];
  private final int[] counts = new int[LONGEST + 1];
  private final byte[] symbols;

  /**
   * Reads a table: 16 counts, one a length, then the symbols.
   *
   * @throws BadImageException if the counts make no code
   */
  HuffmanTable(byte[] bytes, int at, int end) throws BadImageException {
    if (at + LONGEST > end) {
      throw JpegFile.damaged("a Huffman table ends early");
    }
    int code = 0;
    int total = 0;
    for (int length = 1; length <= LONGEST; length++) {
      counts[length] = bytes[at + length - 1] & 0xff;
      firstCode[length] = code;
      firstIndex[length] = total;
      total += counts[length];
      code += counts[length];
      if (code > 1 << length) {
        throw JpegFile.damaged("a Huffman table has too many codes");
      }
      code <<= 1;
    }
    if (total > 256 || at + LONGEST + total > end) {
      throw JpegFile.damaged("a Huffman table ends early");
    }
    symbols = Arrays.copyOfRange(bytes, at + LONGEST, at + LONGEST + total);
  }

  /** How many bytes it takes in its segment. */
  int size() {
    return LONGEST + symbols.length;
  }

  /** Whether all symbols are sizes of a difference, as a table for DC must have them. */
  boolean fitsDc() {
    for (byte symbol : symbols) {
      if ((symbol & 0xff) > 15) {
        return false;
      }
    }
    return true;
  }

  /**
   * The next symbol.
   *
   * @throws BadImageException if the bits are no code
   */
  int next(EntropyBits bits) throws BadImageException {
    int code = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code = code << 1 | bits.next();
      int index = code - firstCode[length];
      if (index < counts[length]) {
        return symbols[firstIndex[length] + index] & 0xff;
      }
    }
    throw JpegFile.damaged("bad Huffman code before byte " + bits.position());
  }
}
