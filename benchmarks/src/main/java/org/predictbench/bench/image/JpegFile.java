package org.predictbench.bench.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.predictbench.bench.image.ImageHeader.Colours;

/**
 * Checks a JPEG, baseline or progressive, from marker to marker and code by code. What libjpeg, and
 * with it every decoder here, reports as an error or as corrupt data is refused, except bytes left
 * over between two markers: some cameras write them, and no pixel depends on them.
 */
final class JpegFile {
  private static final int END = 0xd9;
  private static final int TABLES = 4;
  private static final int STEPS = 64;

  /** Each may walk over all blocks; encoders write about ten. */
  private static final int MOST_SCANS = 500;

  private final byte[] bytes;
  private final int[][] steps = new int[TABLES][];

  private final HuffmanTable[] dc = new HuffmanTable[TABLES];
  private final HuffmanTable[] ac = new HuffmanTable[TABLES];
  private JpegFrame frame;
  private int at = 2;
  private int end;
  private int restartInterval;
  private int scans;
  private long leftOver;
  private boolean jfif;
  private int adobe = -1;
  private int orientation;

  /**
   * Takes a file.
   *
   * @param bytes start with {@code FF D8}
   */
  JpegFile(byte[] bytes) {
    this.bytes = bytes;
  }

  static BadImageException damaged(String what) {
    return new BadImageException("is a damaged JPEG: " + what);
  }

  /** Reads to the end marker; what follows it, such as a camera's preview, is not looked at. */
  ImageHeader check() throws BadImageException {
    for (int marker = nextMarker(); marker != END; marker = nextMarker()) {
      boolean alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7);
      if (!alone) {
        segment(marker);
      }
    }
    if (frame == null || scans == 0) {
      throw damaged("it has no image data");
    }
    boolean complete = frame.isComplete();
    String oddity = null;
    if (leftOver > 0) {
      oddity = "has %d bytes that belong to no pixel: it may be damaged".formatted(leftOver);
    } else if (!complete) {
      oddity = "is a progressive JPEG without its last scans: it may be cut off";
    }
    return new ImageHeader(
        frame.width,
        frame.height,
        colours(),
        Math.max(ExifOrientation.NONE, orientation),
        Optional.ofNullable(oddity));
  }

  private int nextMarker() throws BadImageException {
    while (true) {
      while (byteAt(at) != 0xff) {
        at++;
        leftOver++;
      }
      while (byteAt(at) == 0xff) {
        at++;
      }
      int marker = byteAt(at++);
      if (marker != 0) {
        return marker;
      }
      leftOver += 2;
    }
  }

  private int byteAt(int index) throws BadImageException {
    if (index >= bytes.length) {
      throw damaged("it ends without its end marker");
    }
    return bytes[index] & 0xff;
  }

  private int shortAt(int index) throws BadImageException {
    return byteAt(index) << 8 | byteAt(index + 1);
  }

  private void segment(int marker) throws BadImageException {
    int length = shortAt(at);
    end = at + length;
    if (length < 2 || end > bytes.length) {
      throw damaged("segment %02x at byte %d is of a wrong length".formatted(marker, at - 2));
    }
    at += 2;
    switch (marker) {
      case 0xc0, 0xc1, 0xc2 -> startFrame(marker == 0xc2);
      case 0xc4 -> huffmanTables();
      case 0xda -> scan();
      case 0xdb -> quantisationTables();
      case 0xdd -> {
        if (length != 4) {
          throw damaged("its restart interval is of a wrong length");
        }
        restartInterval = shortAt(at);
      }
      case 0xe0 -> jfif |= length >= 16 && startsWith("JFIF\0");
      case 0xe1 -> exif();
      case 0xee -> {
        if (length >= 14 && startsWith("Adobe")) {
          adobe = byteAt(at + 11);
        }
      }
      // Arithmetic conditioning, number of lines, comments and applications' data.
      case 0xcc, 0xdc, 0xfe -> {}
      default -> {
        if (marker < 0xe0 || marker > 0xef) {
          throw unknown(marker);
        }
      }
    }
    at = end;
  }

  private static BadImageException unknown(int marker) {
    return marker >= 0xc3 && marker <= 0xcf
        ? new BadImageException(
            "is a lossless, hierarchical or arithmetic JPEG: a baseline or progressive one is"
                + " expected")
        : damaged("it has an unknown marker, %02x".formatted(marker));
  }

  private boolean startsWith(String text) {
    byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
    return end - at >= expected.length
        && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
  }

  private void exif() {
    if (orientation == 0 && startsWith("Exif\0")) {
      orientation = ExifOrientation.of(bytes, Math.min(at + 6, end), end);
    }
  }

  private void startFrame(boolean progressive) throws BadImageException {
    if (frame != null) {
      throw damaged("it has two frame headers");
    }
    frame = new JpegFrame(bytes, at, end, progressive);
  }

  private void quantisationTables() throws BadImageException {
    while (at < end) {
      int number = byteAt(at) & 0xf;
      int width = byteAt(at) >> 4 == 0 ? 1 : 2;
      at++;
      if (number >= TABLES || at + STEPS * width > end) {
        throw damaged("a quantisation table is of a wrong number or length");
      }
      int[] table = new int[STEPS];
      for (int k = 0; k < STEPS; k++) {
        table[k] = width == 1 ? byteAt(at + k) : shortAt(at + 2 * k);
        if (table[k] == 0) {
          throw damaged("a quantisation table has a zero");
        }
      }
      steps[number] = table;
      at += STEPS * width;
    }
  }

  private void huffmanTables() throws BadImageException {
    while (at < end) {
      int kind = byteAt(at++);
      if ((kind & 0xf) >= TABLES || kind >> 4 > 1) {
        throw damaged("a Huffman table is of a wrong number");
      }
      HuffmanTable table = new HuffmanTable(bytes, at, end);
      (kind >> 4 == 0 ? dc : ac)[kind & 0xf] = table;
      at += table.size();
    }
  }

  private void scan() throws BadImageException {
    if (frame == null) {
      throw damaged("image data comes before the frame header");
    }
    int count = byteAt(at);
    if (count < 1 || count > TABLES || end - at != 4 + 2 * count) {
      throw damaged("a scan's header is of a wrong length");
    }
    if (++scans > MOST_SCANS) {
      throw new BadImageException("is a JPEG of more than 500 scans: none is saved so");
    }
    if (frame.components.length == TABLES && adobe < 0) {
      throw new BadImageException(
          "is a CMYK JPEG without Adobe's marker: whether its inks are inverted is not known");
    }
    int first = byteAt(end - 3);
    int high = byteAt(end - 1) >> 4;
    JpegScan.Part[] parts = new JpegScan.Part[count];
    for (int i = 0; i < count; i++) {
      parts[i] = part(at + 1 + 2 * i, first, high);
      for (int j = 0; j < i; j++) {
        if (parts[j].component() == parts[i].component()) {
          throw damaged("a scan has a component twice");
        }
      }
    }
    EntropyBits bits = new EntropyBits(bytes, end);
    new JpegScan(frame, parts, first, byteAt(end - 2), high, byteAt(end - 1) & 0xf, bits)
        .walk(restartInterval);
    end = bits.position();
  }

  private JpegScan.Part part(int from, int first, int high) throws BadImageException {
    JpegFrame.Component component = frame.byId(byteAt(from));
    // The table that is there at a component's first scan counts for all of them.
    if (component.steps == null) {
      component.steps = steps[component.quantisation];
    }
    if (component.steps == null) {
      throw damaged("a quantisation table is missing");
    }
    int tables = byteAt(from + 1);
    HuffmanTable dcTable = null;
    HuffmanTable acTable = null;
    if (!frame.progressive || (first == 0 && high == 0)) {
      dcTable = require(dc, tables >> 4);
      if (!dcTable.fitsDc()) {
        throw damaged("a Huffman table for DC has impossible values");
      }
    }
    if (!frame.progressive || first > 0) {
      acTable = require(ac, tables & 0xf);
    }
    return new JpegScan.Part(component, dcTable, acTable);
  }

  private static HuffmanTable require(HuffmanTable[] tables, int number) throws BadImageException {
    if (number >= TABLES || tables[number] == null) {
      throw damaged("a Huffman table is missing");
    }
    return tables[number];
  }

  /** As libjpeg guesses, and with it OpenCV and TensorFlow. */
  private Colours colours() {
    return switch (frame.components.length) {
      case 1 -> Colours.GRAY;
      case 3 -> isRgb() ? Colours.RGB : Colours.YCC;
      default -> adobe == 0 ? Colours.CMYK : Colours.YCCK;
    };
  }

  private boolean isRgb() {
    if (jfif || adobe >= 0) {
      return !jfif && adobe == 0;
    }
    return frame.components[0].id == 'R'
        && frame.components[1].id == 'G'
        && frame.components[2].id == 'B';
  }
}
