package org.predictbench.bench.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.predictbench.bench.image.ImageHeader.Colours;

/**
 * Checks a JPEG, baseline or progressive: walks from marker to marker, then has {@link JpegCodes}
 * read what the pixels depend on. What libjpeg reports as an error or as corrupt data is refused,
 * except bytes left over before a marker: some cameras write them, and no pixel depends on them.
 */
final class JpegFile {
  private static final int START = 0xd8;
  private static final int END = 0xd9;

  /** Each may walk over all blocks; encoders write about ten. */
  private static final int MOST_SCANS = 500;

  private final byte[] bytes;

  /** The file without what no pixel depends on, so that libjpeg warns of nothing else. */
  private final ByteArrayOutputStream essence = new ByteArrayOutputStream();

  private JpegFrame frame;
  private int at = 2;
  private int end;
  private int scans;
  private boolean leftOver;
  private boolean restarts;
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
    keep(START);
    for (int marker = nextMarker(); marker != END; marker = nextMarker()) {
      if (marker != 0x01 && !isRestart(marker)) {
        segment(marker);
      }
    }
    keep(END);
    if (frame == null || scans == 0) {
      throw damaged("it has no image data");
    }
    boolean complete = frame.isComplete();
    leftOver |= JpegCodes.check(essence.toByteArray(), restarts);
    String oddity = null;
    if (leftOver) {
      oddity = "has bytes that belong to no pixel: it may be damaged";
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

  private static boolean isRestart(int marker) {
    return marker >= 0xd0 && marker <= 0xd7;
  }

  private int nextMarker() throws BadImageException {
    while (true) {
      while (byteAt(at) != 0xff) {
        at++;
        leftOver = true;
      }
      while (byteAt(at) == 0xff) {
        at++;
      }
      int marker = byteAt(at++);
      if (marker != 0) {
        return marker;
      }
      leftOver = true;
    }
  }

  private int byteAt(int index) throws BadImageException {
    if (index >= bytes.length) {
      throw damaged("it ends without its end marker");
    }
    return bytes[index] & 0xff;
  }

  private void keep(int marker) {
    essence.write(0xff);
    essence.write(marker);
  }

  private void segment(int marker) throws BadImageException {
    int length = byteAt(at) << 8 | byteAt(at + 1);
    end = at + length;
    if (length < 2 || end > bytes.length) {
      throw damaged("segment %02x at byte %d is of a wrong length".formatted(marker, at - 2));
    }
    boolean kept = false;
    switch (marker) {
      case 0xc0, 0xc1, 0xc2 -> {
        if (frame != null) {
          throw damaged("it has two frame headers");
        }
        frame = new JpegFrame(bytes, at + 2, end, marker == 0xc2);
        kept = true;
      }
      case 0xda -> scan();
      case 0xdd -> {
        restarts = true;
        kept = true;
      }
      case 0xc4, 0xcc, 0xdb -> kept = true;
      case 0xe0 -> jfif |= length >= 16 && startsWith("JFIF\0");
      case 0xe1 -> {
        if (orientation == 0 && startsWith("Exif\0")) {
          orientation = ExifOrientation.of(bytes, Math.min(at + 8, end), end);
        }
      }
      case 0xee -> adobe = length >= 14 && startsWith("Adobe") ? byteAt(at + 13) : adobe;
      // Number of lines, comments.
      case 0xdc, 0xfe -> {}
      default -> {
        if (marker < 0xe0 || marker > 0xef) {
          throw unknown(marker);
        }
      }
    }
    if (kept) {
      keep(marker);
      essence.write(bytes, at, length);
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
    int from = at + 2;
    return end - from >= expected.length
        && Arrays.equals(bytes, from, from + expected.length, expected, 0, expected.length);
  }

  /** Its header and the codes up to the next marker. */
  private void scan() throws BadImageException {
    int count = byteAt(at + 2);
    if (frame == null) {
      throw damaged("image data comes before the frame header");
    }
    if (count < 1 || end - at != 6 + 2 * count) {
      throw damaged("a scan's header is of a wrong length");
    }
    if (++scans > MOST_SCANS) {
      throw new BadImageException("is a JPEG of more than 500 scans: none is saved so");
    }
    if (frame.ids.length == 4 && adobe < 0) {
      throw new BadImageException(
          "is a CMYK JPEG without Adobe's marker: whether its inks are inverted is not known");
    }
    // Sequential files have but one way; what some telephones note instead is passed over.
    byte[] range =
        frame.progressive ? Arrays.copyOfRange(bytes, end - 3, end) : new byte[] {0, 63, 0};
    for (int i = at + 3; i < end - 3; i += 2) {
      frame.note(byteAt(i), range[0] & 0xff, range[1] & 0xff, range[2] & 0xf);
    }
    keep(0xda);
    essence.write(bytes, at, end - 3 - at);
    essence.writeBytes(range);
    int codes = end;
    while (byteAt(end) != 0xff || isCode(byteAt(end + 1))) {
      end++;
    }
    essence.write(bytes, codes, end - codes);
  }

  /** Whether entropy-coded data goes on with this byte after FF: a zero, a filler, a restart. */
  private static boolean isCode(int next) {
    return next == 0 || next == 0xff || isRestart(next);
  }

  /** As libjpeg guesses, and with it OpenCV and TensorFlow. */
  private Colours colours() {
    return switch (frame.ids.length) {
      case 1 -> Colours.GRAY;
      case 3 -> isRgb() ? Colours.RGB : Colours.YCC;
      default -> adobe == 0 ? Colours.CMYK : Colours.YCCK;
    };
  }

  private boolean isRgb() {
    if (jfif || adobe >= 0) {
      return !jfif && adobe == 0;
    }
    return Arrays.equals(frame.ids, new int[] {'R', 'G', 'B'});
  }
}
