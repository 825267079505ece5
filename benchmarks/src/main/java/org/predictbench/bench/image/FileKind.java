package org.predictbench.bench.image;

import java.nio.charset.StandardCharsets;

/** What a file is by its first bytes, whatever its name says. */
enum FileKind {
  JPEG("a JPEG", "\u00ff\u00d8\u00ff"),
  PNG("a PNG", "\u0089PNG\r\n\u001a\n"),
  GIF("a GIF", "GIF8"),
  BMP("a BMP", "BM"),
  TIFF_LITTLE("a TIFF", "II*\0"),
  TIFF_BIG("a TIFF", "MM\0*"),
  WEBP("a WebP", "RIFF....WEBP"),
  HEIF("a HEIF or AVIF", "....ftyp"),
  JPEG_XL("a JPEG XL", "\0\0\0\u000cJXL "),
  PDF("a PDF", "%PDF"),
  EMPTY("empty", null),
  OTHER("no image", null);

  private final String title;
  private final String start;

  FileKind(String title, String start) {
    this.title = title;
    this.start = start;
  }

  static FileKind of(byte[] bytes) {
    if (bytes.length == 0) {
      return EMPTY;
    }
    for (FileKind kind : values()) {
      if (kind.start != null && kind.matches(bytes)) {
        return kind;
      }
    }
    return OTHER;
  }

  /** A dot stands for any byte. */
  private boolean matches(byte[] bytes) {
    byte[] expected = start.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != '.' && expected[i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** As it goes on after {@code is}. */
  String title() {
    return title;
  }
}
