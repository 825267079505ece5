package org.predictbench.bench.requests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.image.FeaturesFile;
import org.predictbench.bench.image.ImagePreprocessor;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;

/** A request an image, through the pipeline of {@link ImagePreprocessor}. */
final class ImageRequests {
  private static final long[] SHAPE = {
    1, ImagePreprocessor.CROP_SIZE, ImagePreprocessor.CROP_SIZE, ImagePreprocessor.CHANNELS
  };

  /** A PNG of 100 kB can claim some gigabytes of pixels. */
  private static final long MOST_PIXELS = 100_000_000;

  private static final long LARGEST_FILE = 100_000_000;

  private ImageRequests() {}

  /** One image. */
  static RequestSet read(Path file, Signature signature) throws IOException {
    String alias = input(file, signature);
    return new RequestSet(
        file.toString(), List.of(image(file, alias, new MemoryBound())), List.of());
  }

  /** All images of a folder, by name; folders within it are not looked into. */
  static RequestSet readFolder(Path folder, Signature signature) throws IOException {
    String alias = input(folder, signature);
    List<Path> images = new ArrayList<>();
    int others = 0;
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        if (isNamedAsImage(entry) && Files.isRegularFile(entry)) {
          images.add(entry);
        } else {
          others++;
        }
      }
    }
    if (images.isEmpty()) {
      throw new InputException(folder + ": holds no .jpg, .jpeg or .png");
    }
    List<Inputs> requests = new ArrayList<>();
    MemoryBound bound = new MemoryBound();
    for (Path image : images) {
      requests.add(image(image, alias, bound));
    }
    return new RequestSet(
        folder.toString(),
        requests,
        others == 0
            ? List.of()
            : List.of(
                "%d %s than .jpg, .jpeg and .png left out"
                    .formatted(others, others == 1 ? "entry other" : "entries other")));
  }

  private static boolean isNamedAsImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
  }

  private static String input(Path file, Signature signature) {
    String alias = signature.inputs().keySet().stream().findFirst().orElse("");
    Signature.Spec spec = signature.inputs().get(alias);
    if (signature.inputs().size() != 1
        || spec.dtype() != DType.FLOAT
        || !SignatureCheck.fits(SHAPE, spec.shape())) {
      throw new InputException(
          "%s: an image makes one float[1, 224, 224, 3], signature '%s' wants %s: take a .npz"
              .formatted(file, signature.key(), signature.inputs()));
    }
    return alias;
  }

  private static Inputs image(Path file, String alias, MemoryBound bound) throws IOException {
    requireSane(file);
    bound.reserve(DType.FLOAT, ImagePreprocessor.CROP_SIZE * ImagePreprocessor.CROP_SIZE * 3L);
    return Inputs.of(alias, FeaturesFile.image(ImagePreprocessor.fromFile(file)));
  }

  /** Decoding allocates what a header claims: it is looked at before. */
  private static void requireSane(Path file) throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      throw new InputException(
          "%s: is larger than %s: a JPEG or PNG is expected"
              .formatted(file, Sizes.of(LARGEST_FILE)));
    }
    try (InputStream bytes = Files.newInputStream(file);
        ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        // The decoder has the last word on what is an image.
        return;
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw new InputException(
              "%s: has %d x %d pixels; at most 100 million are decoded"
                  .formatted(file, reader.getWidth(0), reader.getHeight(0)));
        }
      } catch (IOException e) {
        throw new InputException(
            "%s: is no image that can be decoded: a JPEG or PNG is expected".formatted(file), e);
      } finally {
        reader.dispose();
      }
    }
  }
}
