package org.predictbench.bench.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.predictbench.bench.image.ImageHeader.Colours;

/**
 * Checks a PNG, chunk by chunk and row by row: checksums, header, palette, and that the compressed
 * data is whole and gives as many bytes as the picture takes. No row is kept.
 */
final class PngFile {
  /** Where Adam7's passes begin, and their steps: x, y, then both steps. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] WHOLE = {{0, 0, 1, 1}};
  private static final int AROUND = 12;
  private static final int LAST_FILTER = 4;
  private static final int PALETTE = 3;

  private final ByteBuffer file;
  private int at = 8;
  private int length;
  private int width;
  private int height;
  private int bitsAPixel;
  private int colourType;
  private boolean interlaced;
  private boolean palette;
  private boolean oddity;

  /**
   * Takes a file.
   *
   * @param bytes start with PNG's signature
   */
  PngFile(byte[] bytes) {
    file = ByteBuffer.wrap(bytes);
  }

  private static BadImageException damaged(String what) {
    return new BadImageException("is a damaged PNG: " + what);
  }

  /** Reads to the end chunk; what follows it is not looked at. */
  ImageHeader check() throws BadImageException {
    if (!chunk().equals("IHDR") || length != 13) {
      throw damaged("its header is not its first chunk");
    }
    header();
    boolean rows = false;
    for (String kind = next(); !kind.equals("IEND"); kind = next()) {
      switch (kind) {
        case "IDAT" -> {
          if (rows) {
            throw damaged("its image data is in several places");
          }
          rows();
          rows = true;
        }
        case "PLTE" -> palette(rows);
        default -> {
          // A capital means: not to be passed over by who does not know it.
          if (Character.isUpperCase(kind.charAt(0))) {
            throw damaged("it has an unknown chunk, " + kind);
          }
        }
      }
    }
    if (!rows) {
      throw damaged("it has no image data");
    }
    return new ImageHeader(
        width,
        height,
        Colours.PNG,
        ExifOrientation.NONE,
        oddity
            ? Optional.of("has image data that belongs to no pixel: it may be damaged")
            : Optional.empty());
  }

  private String next() throws BadImageException {
    at += AROUND + length;
    return chunk();
  }

  /** The kind of the chunk that starts here, once its checksum is right. */
  private String chunk() throws BadImageException {
    if (file.limit() - at < AROUND) {
      throw damaged("it ends without its end chunk");
    }
    length = file.getInt(at);
    byte[] name = new byte[4];
    file.get(at + 4, name);
    for (byte letter : name) {
      if (!Character.isAlphabetic(letter)) {
        throw damaged("no chunk starts at byte " + at);
      }
    }
    String kind = new String(name, StandardCharsets.US_ASCII);
    if (length < 0 || length > file.limit() - at - AROUND) {
      throw damaged("it ends within chunk " + kind);
    }
    CRC32 crc = new CRC32();
    crc.update(file.slice(at + 4, length + 4));
    if ((int) crc.getValue() != file.getInt(at + 8 + length)) {
      throw damaged("chunk %s at byte %d has a wrong checksum".formatted(kind, at));
    }
    return kind;
  }

  private void header() throws BadImageException {
    width = file.getInt(at + 8);
    height = file.getInt(at + 12);
    PixelBound.require(width & 0xffffffffL, height & 0xffffffffL);
    int depth = file.get(at + 16);
    colourType = file.get(at + 17);
    int interlace = file.get(at + 20);
    boolean power = depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    boolean possible =
        switch (colourType) {
          case 0 -> power;
          case PALETTE -> power && depth <= 8;
          case 2, 4, 6 -> depth == 8 || depth == 16;
          default -> false;
        };
    if (!possible
        || file.get(at + 18) != 0
        || file.get(at + 19) != 0
        || interlace < 0
        || interlace > 1) {
      throw damaged("its header has impossible values");
    }
    int channels =
        switch (colourType) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    bitsAPixel = depth * channels;
    interlaced = interlace == 1;
  }

  private void palette(boolean late) throws BadImageException {
    if (palette || late || length == 0 || length % 3 != 0 || length > 3 * 256) {
      throw damaged("its palette is of a wrong length or in a wrong place");
    }
    palette = true;
  }

  /** All chunks of image data, which follow one another; ends at the last of them. */
  private void rows() throws BadImageException {
    if (colourType == PALETTE && !palette) {
      throw damaged("its palette is missing");
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(file.slice(at + 8, length));
      for (int[] pass : interlaced ? PASSES : WHOLE) {
        int columns = ceil(width - pass[0], pass[2]);
        int count = columns == 0 ? 0 : ceil(height - pass[1], pass[3]);
        byte[] row = new byte[1 + Math.toIntExact(((long) columns * bitsAPixel + 7) / 8)];
        for (int y = 0; y < count; y++) {
          inflate(inflater, row);
          if (row[0] < 0 || row[0] > LAST_FILTER) {
            throw damaged("row %d of its image data has an unknown filter".formatted(y));
          }
        }
      }
      finish(inflater);
    } catch (DataFormatException e) {
      throw damaged("its image data cannot be decompressed");
    } finally {
      inflater.end();
    }
  }

  private static int ceil(int length, int step) {
    return length <= 0 ? 0 : (length + step - 1) / step;
  }

  private void inflate(Inflater inflater, byte[] row)
      throws BadImageException, DataFormatException {
    int filled = 0;
    while (filled < row.length) {
      int more = inflater.inflate(row, filled, row.length - filled);
      filled += more;
      if (more == 0) {
        supply(inflater);
      }
    }
  }

  /** Goes on to the next chunk of image data. */
  private void supply(Inflater inflater) throws BadImageException {
    if (inflater.finished() || inflater.needsDictionary()) {
      throw damaged("its image data ends too early");
    }
    String kind = next();
    if (!kind.equals("IDAT")) {
      throw damaged("its image data ends too early");
    }
    inflater.setInput(file.slice(at + 8, length));
  }

  /** To the checksum of the compressed data; what comes after it is passed over by decoders. */
  private void finish(Inflater inflater) throws BadImageException, DataFormatException {
    byte[] more = new byte[1];
    while (!inflater.finished()) {
      if (inflater.inflate(more) > 0) {
        throw damaged("its image data is more than its header says");
      }
      if (!inflater.finished()) {
        supply(inflater);
      }
    }
    oddity |= inflater.getRemaining() > 0;
    while (isMoreData()) {
      next();
      oddity |= length > 0;
    }
  }

  private boolean isMoreData() {
    int then = at + AROUND + length;
    return file.limit() - then >= AROUND && file.getInt(then + 4) == 0x49444154;
  }
}
