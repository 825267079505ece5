package org.predictbench.bench.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Draws the shipped {@code sample.jpg}: sky, sun, clouds, three ranges of hills, trees. Smooth and
 * textured parts in a photograph's proportions, so that decoding it costs what a photograph does.
 *
 * <p>To draw it anew, run {@link #main} with the path of the file to write.
 */
final class SampleImageGenerator {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;
  private static final long SEED = 20181001;
  private static final float JPEG_QUALITY = 0.92f;

  private static final double[] ZENITH = {62, 112, 178};
  private static final double[] HORIZON = {246, 206, 160};
  private static final double[] SUNLIGHT = {255, 238, 196};
  private static final double[] CLOUD = {250, 240, 232};
  private static final double[][] HILLS = {{128, 142, 164}, {84, 116, 98}, {66, 92, 40}};
  private static final double[] SOIL = {134, 112, 70};
  private static final double[] LEAVES = {40, 74, 26};
  private static final double[] TRUNK = {58, 42, 28};
  private static final double SUN_X = 455;
  private static final double SUN_Y = 120;
  private static final int TREES = 16;

  private final FractalNoise noise = new FractalNoise(SEED);
  private final double[][][] canvas = new double[HEIGHT][WIDTH][];

  private SampleImageGenerator() {}

  static BufferedImage draw() {
    SampleImageGenerator generator = new SampleImageGenerator();
    generator.drawSky();
    for (int range = 0; range < HILLS.length; range++) {
      generator.drawHills(range);
    }
    generator.drawTrees(new Random(SEED));
    return generator.toImage();
  }

  private void drawSky() {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        double[] colour = mix(ZENITH, HORIZON, Math.min(1, y / 290.0));
        double cover = noise.at(x / 170.0, y / 60.0, 6);
        colour = mix(colour, CLOUD, 0.85 * clamp((cover - 0.5) * 4));
        double fromSun = Math.hypot(x - SUN_X, y - SUN_Y);
        double glow = 0.75 * Math.exp(-fromSun / 75) + clamp(27 - fromSun);
        canvas[y][x] = mix(colour, SUNLIGHT, clamp(glow));
      }
    }
  }

  private static double ridgeBase(int range) {
    return 235 + 65.0 * range;
  }

  private double ridge(int range, double x) {
    double width = 190 + 60.0 * range;
    return ridgeBase(range) + 110 * (noise.at(x / width + 31 * range, 7.5, 5) - 0.5);
  }

  private void drawHills(int range) {
    double contrast = 0.25 + 0.3 * range;
    for (int x = 0; x < WIDTH; x++) {
      double top = ridge(range, x);
      for (int y = (int) top; y < HEIGHT; y++) {
        double depth = clamp((y - top) / 170);
        double grain = noise.at(x / 26.0 + 90 * range, y / (9.0 + 9 * depth), 6);
        double patches = noise.at(x / 120.0 - 40 * range, y / 45.0, 4);
        double[] colour = mix(HILLS[range], SOIL, 0.3 * range * clamp((patches - 0.45) * 4));
        double light = 1 + contrast * 1.6 * (grain - 0.5) + 0.12 * (1 - depth);
        canvas[y][x] = mix(canvas[y][x], scale(colour, light), clamp(y + 1 - top));
      }
    }
  }

  private void drawTrees(Random random) {
    for (int tree = 0; tree < TREES; tree++) {
      // Later ones stand nearer, lower in the image, and cover those behind.
      double nearness = (tree + random.nextDouble()) / TREES;
      double x = random.nextInt(WIDTH);
      double foot = Math.max(ridge(2, x) + 8, FractalNoise.mix(360, 470, nearness));
      drawTree(x, foot, FractalNoise.mix(34, 105, nearness), random.nextInt(1000));
    }
  }

  private void drawTree(double x, double foot, double size, double offset) {
    fill(x, foot - size * 0.3, size * 0.05, size * 0.32, TRUNK, 0, offset);
    fill(x, foot - size * 0.72, size * 0.33, size * 0.42, LEAVES, 0.55, offset);
    // Shadow away from the sun.
    fill(x - size * 0.25, foot + 2, size * 0.42, size * 0.06, scale(HILLS[2], 0.45), 0.3, offset);
  }

  /** An ellipse whose rim noise frays and whose right upper side the sun lights. */
  private void fill(
      double cx, double cy, double rx, double ry, double[] colour, double fray, double offset) {
    for (int y = Math.max(0, (int) (cy - 2 * ry)); y < Math.min(HEIGHT, cy + 2 * ry); y++) {
      for (int x = Math.max(0, (int) (cx - 2 * rx)); x < Math.min(WIDTH, cx + 2 * rx); x++) {
        double u = (x - cx) / rx;
        double v = (y - cy) / ry;
        double texture = noise.at(x / 9.0 + offset, y / 9.0, 4);
        double inside = 1 - Math.hypot(u, v) + 2 * fray * (texture - 0.5);
        double light = 1 + 0.35 * (u - v) + 1.8 * fray * (texture - 0.5);
        canvas[y][x] =
            mix(canvas[y][x], scale(colour, Math.max(0.2, light)), clamp(inside * rx / 2));
      }
    }
  }

  private BufferedImage toImage() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Random sensor = new Random(SEED);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int rgb = 0;
        for (double channel : canvas[y][x]) {
          // Without a sensor's noise the sky would compress to nothing.
          double value = channel + 2 * sensor.nextGaussian();
          rgb = rgb << 8 | (int) Math.max(0, Math.min(255, Math.round(value)));
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  private static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }

  private static double[] scale(double[] colour, double factor) {
    return new double[] {colour[0] * factor, colour[1] * factor, colour[2] * factor};
  }

  private static double[] mix(double[] from, double[] to, double t) {
    return new double[] {
      FractalNoise.mix(from[0], to[0], t),
      FractalNoise.mix(from[1], to[1], t),
      FractalNoise.mix(from[2], to[2], t)
    };
  }

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    Files.deleteIfExists(file);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality(JPEG_QUALITY);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(draw(), null, null), settings);
    } finally {
      writer.dispose();
    }
  }
}
