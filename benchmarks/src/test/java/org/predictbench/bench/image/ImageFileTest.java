package org.predictbench.bench.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.predictbench.bench.files.InputException;

class ImageFileTest {
  /** Where the end marker starts, from the end. */
  private static final int END = 2;

  @TempDir Path folder;

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> ImageFile.of(bytes, "x"))
        .isInstanceOf(InputException.class)
        .hasMessage("x " + message);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty",
    "[], no image",
    "GIF89a, a GIF",
    "BM1234, a BMP",
    "RIFF1234WEBPVP8, a WebP",
    "'II*\0', a TIFF",
    "MM\0*, a TIFF",
    "1234ftypheic, a HEIF or AVIF",
    "%PDF-1.4, a PDF",
    "\u0089PNG, no image",
  })
  void whatElseItIsIsSaid(String start, String kind) throws IOException {
    Path file = Files.write(folder.resolve("cat.jpg"), latin(start));

    assertThatThrownBy(() -> ImageFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + " is " + kind + ": a JPEG or PNG is expected");
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Path missing = folder.resolve("none.jpg");
    Path large = folder.resolve("large.jpg");
    try (SeekableByteChannel sparse =
        Files.newByteChannel(large, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      sparse.position(100_000_000).write(ByteBuffer.wrap(new byte[1]));
    }

    assertThatThrownBy(() -> ImageFile.read(missing))
        .hasMessage(missing + " does not exist: a JPEG or PNG is expected");
    assertThatThrownBy(() -> ImageFile.read(folder))
        .hasMessage(folder + " is a folder: a JPEG or PNG is expected");
    assertThatThrownBy(() -> ImageFile.read(Path.of("/dev/zero")))
        .hasMessage("/dev/zero is no regular file: a JPEG or PNG is expected");
    assertThatThrownBy(() -> ImageFile.read(large))
        .hasMessage(large + " is larger than 100 MB: a JPEG or PNG is expected");
  }

  @Test
  void namesDoNotMatter() throws IOException {
    Path file = Files.write(folder.resolve("photo.gif"), ImageSamples.bytes("gray-8.png"));

    assertThat(ImageFile.read(file).notes()).isEmpty();
  }

  @Test
  void soundImagesAreTakenWithoutAWord() {
    assertThat(ImageSamples.names())
        .allSatisfy(name -> assertThat(ImageSamples.file(name).notes()).isEmpty());
    assertThat(SampleImage.file().notes()).isEmpty();
  }

  /** The largest values that an encoder writes: sharp noise, in coarse steps and in fine ones. */
  @ParameterizedTest
  @CsvSource({"0, false", "0, true", "0.5, true", "1, false", "1, true"})
  void noiseIsTaken(float quality, boolean progressive) throws IOException {
    Random random = new Random(7);
    BufferedImage noise = new BufferedImage(200, 120, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 200 * 120; i++) {
      noise.setRGB(i % 200, i / 200, random.nextInt(8) * 0x1f1f1f | random.nextInt(2) * 0xffffff);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam options = writer.getDefaultWriteParam();
    options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    options.setCompressionQuality(quality);
    options.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writer.setOutput(ImageIO.createImageOutputStream(bytes));
    writer.write(null, new IIOImage(noise, null, null), options);
    ((Closeable) writer.getOutput()).close();
    writer.dispose();

    assertThat(ImageFile.of(bytes.toByteArray(), "noise.jpg").notes()).isEmpty();
  }

  @Test
  void anEndMarkerTooEarlyIsSeen() {
    byte[] jpeg = ImageSamples.bytes("ycc-420.jpg");
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 40);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;

    assertRefused(cut, "is a damaged JPEG: premature end of data segment");
    assertRefused(
        Arrays.copyOf(jpeg, jpeg.length - END),
        "is a damaged JPEG: it ends without its end marker");
    assertRefused(
        Arrays.copyOf(jpeg, jpeg.length - 40), "is a damaged JPEG: it ends without its end marker");
  }

  @Test
  void aBadHuffmanCodeIsSeen() {
    byte[] jpeg = ImageSamples.bytes("ycc-420.jpg");
    // No code is all ones. A zero after FF makes it data.
    int at = jpeg.length - 40;
    for (int i = at; i < at + 8; i++) {
      jpeg[i] = (byte) (i % 2 == at % 2 ? 0xff : 0);
    }

    assertThatThrownBy(() -> ImageFile.of(jpeg, "x"))
        .hasMessage("x is a damaged JPEG: bad Huffman code");
  }

  @Test
  void bytesOfNoPixelAreTold() {
    byte[] jpeg = ImageSamples.bytes("ycc-420.jpg");
    byte[] more = ImageSamples.insert(jpeg, jpeg.length - END, new byte[3]);

    assertThat(ImageFile.of(more, "x").notes())
        .containsExactly("x has bytes that belong to no pixel: it may be damaged");
    // After its end, as telephones append previews.
    assertThat(ImageFile.of(ImageSamples.insert(jpeg, jpeg.length, new byte[3]), "x").notes())
        .isEmpty();
  }

  @Test
  void aProgressiveJpegWithoutItsLastScansIsTold() {
    byte[] jpeg = ImageSamples.bytes("ycc-420-progressive.jpg");
    int lastScan = new String(jpeg, StandardCharsets.ISO_8859_1).lastIndexOf("\u00ff\u00da");
    byte[] cut = Arrays.copyOf(jpeg, lastScan + END);
    cut[lastScan + 1] = (byte) 0xd9;

    assertThat(ImageFile.of(cut, "x").notes())
        .containsExactly("x is a progressive JPEG without its last scans: it may be cut off");
  }

  @Test
  void jpegsThatNoDecoderTakesAreNamed() {
    byte[] jpeg = ImageSamples.bytes("ycc-420.jpg");
    int frame = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
    byte[] arithmetic = jpeg.clone();
    arithmetic[frame + 1] = (byte) 0xc9;
    byte[] deep = jpeg.clone();
    deep[frame + 4] = 12;

    assertRefused(
        arithmetic,
        "is a lossless, hierarchical or arithmetic JPEG: a baseline or progressive one is"
            + " expected");
    assertRefused(deep, "is a JPEG of 12 bits a sample: 8 are expected");
    assertRefused(
        ImageSamples.bytes(ImageSamples.UNMARKED),
        "is a CMYK JPEG without Adobe's marker: whether its inks are inverted is not known");
  }

  @Test
  void endlessScansAreRefused() {
    byte[] jpeg = ImageSamples.bytes("ycc-420.jpg");
    int scan = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00da");
    byte[] again = Arrays.copyOfRange(jpeg, scan, jpeg.length - END);
    byte[] all = jpeg;
    for (int i = 0; i < 500; i++) {
      all = ImageSamples.insert(all, scan, again);
    }

    assertRefused(all, "is a JPEG of more than 500 scans: none is saved so");
  }

  @Test
  void damagedPngsAreNamed() {
    byte[] png = ImageSamples.bytes("rgb-8.png");
    byte[] flipped = png.clone();
    flipped[60] ^= 1;
    byte[] higher = ImageSamples.withChecksums(ByteBuffer.wrap(png.clone()).putInt(20, 32).array());
    byte[] lower = ImageSamples.withChecksums(ByteBuffer.wrap(png.clone()).putInt(20, 30).array());
    byte[] odd = ImageSamples.withChecksums(ByteBuffer.wrap(png.clone()).put(24, (byte) 7).array());

    assertRefused(flipped, "is a damaged PNG: chunk IDAT at byte 33 has a wrong checksum");
    assertRefused(Arrays.copyOf(png, 60), "is a damaged PNG: it ends within chunk IDAT");
    assertRefused(
        Arrays.copyOf(png, png.length - 12), "is a damaged PNG: it ends without its end chunk");
    assertRefused(higher, "is a damaged PNG: its image data ends too early");
    assertRefused(lower, "is a damaged PNG: its image data is more than its header says");
    assertRefused(odd, "is a damaged PNG: its header has impossible values");
  }

  @Test
  void aHeaderThatClaimsManyPixelsIsRefused() throws BadImageException {
    byte[] png = ImageSamples.bytes("gray-1.png");
    byte[] huge =
        ImageSamples.withChecksums(
            ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000).array());
    byte[] jpeg = ImageSamples.bytes("gray.jpg");
    int frame = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00c0");
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 30_000).putShort(frame + 7, (short) 30_000);
    String message =
        "has 30000 x 30000 pixels: at most 100 million are decoded, and at most 1 million a side";

    assertRefused(huge, message);
    assertRefused(jpeg, message);
    PixelBound.require(100_000, 1000, 10_000_000_000L);
    assertThatThrownBy(() -> PixelBound.require(100_001, 1000, 10_000_000_000L))
        .hasMessageStartingWith("has 100001 x 1000 pixels: at most 100 million");
    assertThatThrownBy(() -> PixelBound.require(1_000_001, 1, 10_000_000_000L))
        .hasMessageEndingWith("at most 1 million a side");
    assertThatThrownBy(() -> PixelBound.require(0, 7, 10_000_000_000L))
        .hasMessage("has 0 x 7 pixels: at least one is expected");
    assertThatThrownBy(() -> PixelBound.require(4000, 3000, 100_000_000))
        .hasMessage("has 4000 x 3000 pixels, more than this heap takes: raise it (java -Xmx)");
  }
}
