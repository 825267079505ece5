package org.predictbench.bench.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Checks a JPEG's codes: lets ImageIO's libjpeg decode them all, and listens to its warnings. */
final class JpegCodes {
  /** All codes are decoded none the less; of the samples, a 64th is kept. */
  private static final int STEP = 8;

  private static final String LEFT_OVER = "extraneous bytes before marker 0xd9";

  private JpegCodes() {}

  /**
   * Refuses what libjpeg reports.
   *
   * <p>It reports but the first warning of a file. So bytes left over are let pass only before the
   * end marker, where nothing can come after them.
   *
   * @param jpeg from start to end marker, without what gives warnings that are of no account
   * @param restarts whether it has restart markers: one of them may be missing among such bytes
   * @return whether there are bytes left over before the end marker
   */
  static boolean check(byte[] jpeg, boolean restarts) throws BadImageException {
    List<String> warnings = new ArrayList<>();
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in, true, true);
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(STEP, STEP, 0, 0);
      reader.readRaster(0, param);
    } catch (IOException e) {
      throw JpegFile.damaged(e.getMessage());
    } finally {
      reader.dispose();
    }
    boolean leftOver = false;
    for (String warning : warnings) {
      leftOver = warning.endsWith(LEFT_OVER);
      if (!leftOver || restarts) {
        throw JpegFile.damaged(warning.replace("Corrupt JPEG data: ", ""));
      }
    }
    return leftOver;
  }
}
