package org.predictbench.bench.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.image.FeaturesFile;
import org.predictbench.bench.image.ImageFile;
import org.predictbench.bench.image.ImagePreprocessor;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;

/** A request an image, through the pipeline of {@link ImagePreprocessor}. */
final class ImageRequests {
  private static final long[] SHAPE = {
    1, ImagePreprocessor.CROP_SIZE, ImagePreprocessor.CROP_SIZE, ImagePreprocessor.CHANNELS
  };

  /** A folder from a telephone has one on most of its images. */
  private static final int MOST_NOTES = 5;

  private ImageRequests() {}

  /** One image. */
  static RequestSet read(Path file, Signature signature) {
    String alias = input(file, signature);
    ImageFile image = ImageFile.read(file);
    return new RequestSet(
        file.toString(), List.of(inputs(image, alias, new MemoryBound())), image.notes());
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
    List<String> notes = new ArrayList<>();
    for (Path file : images) {
      ImageFile image = ImageFile.read(file);
      requests.add(inputs(image, alias, bound));
      notes.addAll(image.notes());
    }
    if (notes.size() > MOST_NOTES) {
      int more = notes.size() - MOST_NOTES + 1;
      notes.subList(MOST_NOTES - 1, notes.size()).clear();
      notes.add("%d more such notes on images".formatted(more));
    }
    if (others > 0) {
      notes.add(
          "%d %s than .jpg, .jpeg and .png left out"
              .formatted(others, others == 1 ? "entry other" : "entries other"));
    }
    return new RequestSet(folder.toString(), requests, notes);
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

  private static Inputs inputs(ImageFile image, String alias, MemoryBound bound) {
    bound.reserve(DType.FLOAT, ImagePreprocessor.CROP_SIZE * ImagePreprocessor.CROP_SIZE * 3L);
    return Inputs.of(alias, FeaturesFile.image(ImagePreprocessor.features(image)));
  }
}
