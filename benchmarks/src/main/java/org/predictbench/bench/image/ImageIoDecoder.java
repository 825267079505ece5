package org.predictbench.bench.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.predictbench.bench.image.ImageHeader.Colours;

/**
 * Decodes with the JDK's ImageIO, to what TensorFlow makes of the same file.
 *
 * <p>Not by {@code getRGB}: that takes gray for linear light and makes 71 of 16, turns colours by
 * an embedded profile, and rounds 16 bits where TensorFlow cuts them. The raw samples are taken.
 */
final class ImageIoDecoder {
  private ImageIoDecoder() {}

  static RgbPixels decode(ImageFile file) throws IOException {
    boolean png = file.header().colours() == Colours.PNG;
    ImageReader reader = ImageIO.getImageReadersByFormatName(png ? "png" : "jpeg").next();
    // In memory: ImageIO's other stream would write a temporary file.
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file.bytes()))) {
      reader.setInput(in, true, true);
      return png ? png(reader.read(0)) : jpeg(reader.readRaster(0, null), file.header().colours());
    } finally {
      reader.dispose();
    }
  }

  private static RgbPixels png(BufferedImage image) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    // Gray with alpha has two bands, colours with alpha four: alpha comes last and is left out.
    int green = bands < RgbPixels.CHANNELS ? 0 : 1;
    int blue = bands < RgbPixels.CHANNELS ? 0 : 2;
    int tooMany = raster.getSampleModel().getSampleSize(0) > 8 ? 8 : 0;
    int[] row = new int[bands * raster.getWidth()];
    byte[] samples = new byte[raster.getHeight() * raster.getWidth() * RgbPixels.CHANNELS];
    // A palette, or gray of less than 8 bits as one.
    IndexColorModel palette =
        image.getColorModel() instanceof IndexColorModel indexed ? indexed : null;
    int next = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i += bands) {
        if (palette != null) {
          samples[next++] = (byte) palette.getRed(row[i]);
          samples[next++] = (byte) palette.getGreen(row[i]);
          samples[next++] = (byte) palette.getBlue(row[i]);
        } else {
          samples[next++] = (byte) (row[i] >> tooMany);
          samples[next++] = (byte) (row[i + green] >> tooMany);
          samples[next++] = (byte) (row[i + blue] >> tooMany);
        }
      }
    }
    return new RgbPixels(raster.getHeight(), raster.getWidth(), samples);
  }

  private static RgbPixels jpeg(Raster raster, Colours colours) {
    int bands = raster.getNumBands();
    int[] row = new int[bands * raster.getWidth()];
    byte[] samples = new byte[raster.getHeight() * raster.getWidth() * RgbPixels.CHANNELS];
    int next = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      if (colours == Colours.YCC || colours == Colours.YCCK) {
        YccToRgb.convert(row, bands, colours == Colours.YCCK);
      }
      for (int i = 0; i < row.length; i += bands) {
        for (int channel = 0; channel < RgbPixels.CHANNELS; channel++) {
          int value = row[colours == Colours.GRAY ? i : i + channel];
          // Black is inverted as the other inks are: both let light through.
          samples[next++] = (byte) (bands == 4 ? value * row[i + 3] / 255 : value);
        }
      }
    }
    return new RgbPixels(raster.getHeight(), raster.getWidth(), samples);
  }
}
