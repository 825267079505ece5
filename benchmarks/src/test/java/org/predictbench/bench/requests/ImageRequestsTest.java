package org.predictbench.bench.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.image.SampleImage;
import org.predictbench.client.DType;
import org.predictbench.client.Signature;

class ImageRequestsTest {
  private static final Signature IMAGES = Specs.one("input", DType.FLOAT, -1, 224, 224, 3);

  @TempDir Path folder;

  private static byte[] png() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(300, 260, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  private Path file(String name, byte... content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static void assertRefused(Path file, Signature signature, String message) {
    assertThatThrownBy(() -> RequestSets.open(file, signature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + message);
  }

  @Test
  void anImageIsARequestWhateverItsName() throws IOException {
    RequestSet set = RequestSets.open(file("photo", SampleImage.bytes()), IMAGES);

    assertThat(set.requests()).hasToString("[{input: float[1, 224, 224, 3]}]");
    assertThat(set.requests().get(0).tensor("input").floats()).isEqualTo(SampleImage.features());
  }

  @Test
  void imagesOfAFolderAreTakenByName() throws IOException {
    file("b.PNG", png());
    file("a.jpg", SampleImage.bytes());
    file("notes.txt", (byte) 1);

    RequestSet set = RequestSets.open(folder, IMAGES);

    assertThat(set.summary()).isEqualTo("2 requests, 1 shape, median 602 KB");
    assertThat(set.notes()).containsExactly("1 entry other than .jpg, .jpeg and .png left out");
    assertThat(set.requests().get(0).tensor("input").floats()).isEqualTo(SampleImage.features());
  }

  @Test
  void aModelOfOtherInputsIsRefused() throws IOException {
    assertRefused(
        file("a.png", png()),
        Specs.one("x", DType.UINT8, -1, 224, 224, 3),
        ": an image makes one float[1, 224, 224, 3], signature 'serving_default' wants"
            + " {x=uint8[?, 224, 224, 3]}: take a .npz");
  }

  @Test
  void aHeaderThatClaimsManyPixelsIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] image = png();
    ByteBuffer header = ByteBuffer.wrap(image);
    // Signature, length and kind; then width and height, under a checksum with the kind.
    header.putInt(16, 30_000).putInt(20, 30_000);
    CRC32 crc = new CRC32();
    crc.update(image, 12, 17);
    header.putInt(29, (int) crc.getValue());

    assertRefused(
        file("a.png", image),
        IMAGES,
        " has 30000 x 30000 pixels: at most 100 million are decoded, and at most 1 million a side");
  }

  @Test
  void whatIsToBeKnownOfImagesIsNoted() throws IOException {
    byte[] image = SampleImage.bytes();
    byte[] odd = Arrays.copyOf(image, image.length + 20);
    odd[odd.length - 2] = (byte) 0xff;
    odd[odd.length - 1] = (byte) 0xd9;
    odd[image.length - 2] = 0;
    odd[image.length - 1] = 0;
    String note = " has bytes that belong to no pixel: it may be damaged";

    Path one = file("0.jpg", odd);
    assertThat(RequestSets.open(one, IMAGES).notes()).containsExactly(one + note);
    for (int i = 1; i < 7; i++) {
      file(i + ".jpg", odd);
    }
    assertThat(RequestSets.open(folder, IMAGES).notes())
        .hasSize(5)
        .startsWith(one + note)
        .endsWith("3 more such notes on images");
  }

  @Test
  void whatIsNoSourceOfRequestsIsRefused() throws IOException {
    assertRefused(folder, IMAGES, ": holds no .jpg, .jpeg or .png");
    assertRefused(folder.resolve("no"), IMAGES, " does not exist");
    assertRefused(file("empty"), IMAGES, " is empty: at least one request is sent");
    assertRefused(
        file("some", (byte) 'x'),
        IMAGES,
        " is no TFRecord of PredictionLogs, no JSON, .npz, .npy, JPEG or PNG");
    Path device = Path.of("/dev/zero");
    assertRefused(device, IMAGES, " is neither a file nor a folder: requests are read from either");
    assertRefused(
        file("cut.png", Arrays.copyOf(png(), 20)),
        IMAGES,
        " is a damaged PNG: it ends within chunk IHDR");
    Files.writeString(Files.createDirectory(folder.resolve("f")).resolve("a.jpg"), "GIF89a");
    assertThatThrownBy(() -> RequestSets.open(folder.resolve("f"), IMAGES))
        .hasMessage(folder.resolve("f/a.jpg") + " is a GIF: a JPEG or PNG is expected");
  }
}
