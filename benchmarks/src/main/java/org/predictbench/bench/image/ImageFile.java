package org.predictbench.bench.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.files.InputException;

/**
 * A JPEG or PNG that has been checked from its first byte to its last: every way in which a user
 * names an image leads here. Immutable, as long as nobody changes the bytes.
 *
 * <p>The decoders take no other: they fill up what is missing, each in its own way and without a
 * word, and allocate whatever a header claims.
 *
 * <ol>
 *   <li>Both decoders take it, and give the same pixels of it, up to rounding, if it is sound.
 *   <li>It has at most {@link PixelBound#MOST_PIXELS} pixels.
 *   <li>Nothing of it is missing, or is damaged so that TensorFlow's op would refuse it.
 * </ol>
 */
public final class ImageFile {
  private static final long LARGEST_FILE = 100_000_000;
  private static final String EXPECTED = ": a JPEG or PNG is expected";

  private final String name;
  private final byte[] bytes;
  private final ImageHeader header;

  private ImageFile(String name, byte[] bytes, ImageHeader header) {
    this.name = name;
    this.bytes = bytes;
    this.header = header;
  }

  /**
   * Reads and checks an image.
   *
   * @throws InputException in one line that names the file and what is wrong with it
   */
  public static ImageFile read(Path file) {
    return of(bytesOf(file), file.toString());
  }

  /**
   * Checks an image in memory.
   *
   * @param name what messages call it
   * @throws InputException in one line that starts with the name
   */
  public static ImageFile of(byte[] bytes, String name) {
    try {
      return new ImageFile(name, bytes, check(bytes));
    } catch (BadImageException e) {
      throw new InputException(name + " " + e.getMessage(), e);
    }
  }

  /**
   * The bytes of a file that may be an image; what they are is not looked at.
   *
   * @throws InputException in one line, if it is no regular file, cannot be read or is too large
   */
  public static byte[] bytesOf(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + " is a folder" + EXPECTED);
    }
    if (!Files.exists(file)) {
      throw new InputException(file + " does not exist" + EXPECTED);
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + " is no regular file" + EXPECTED);
    }
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new InputException(file + " is larger than 100 MB" + EXPECTED);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read" + EXPECTED, e);
    }
  }

  private static ImageHeader check(byte[] bytes) throws BadImageException {
    FileKind kind = FileKind.of(bytes);
    return switch (kind) {
      case JPEG -> new JpegFile(bytes).check();
      case PNG -> new PngFile(bytes).check();
      default -> throw new BadImageException("is " + kind.title() + EXPECTED);
    };
  }

  /** What the file says of its picture. */
  ImageHeader header() {
    return header;
  }

  /** The file's bytes, not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** What messages call the image. */
  String name() {
    return name;
  }

  /** The Exif orientation, from 1 to 8, by which the picture is turned; 1 leaves it as it is. */
  public int orientation() {
    return header.orientation();
  }

  /** What a user is to know: that it is turned, that it may be damaged; mostly nothing. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    header.oddity().ifPresent(oddity -> notes.add(name + " " + oddity));
    if (orientation() != ExifOrientation.NONE) {
      notes.add("%s is turned by its Exif orientation %d".formatted(name, orientation()));
    }
    return notes;
  }
}
