package org.predictbench.modelserver.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.predictbench.modelserver.process.ParentWatch;

/**
 * {@code ExportModel NAME DIR [--exit_on_stdin_eof]}: writes a model as version 1 below DIR. Exit
 * code 0 if it is there, 2 for unusable arguments, 1 if it cannot be written.
 */
public final class ExportModel {
  private static final Map<String, ModelSource> MODELS =
      new TreeMap<>(
          Map.of(
              "resnet50-v2", ResNet50V2::writeTo,
              "uint8-image", PixelImage.UINT8::writeTo,
              "half-image", PixelImage.HALF::writeTo,
              "text-encoder", TextEncoder::writeTo,
              "recommender", Recommender::writeTo,
              "text-classifier", TextClassifier::writeTo,
              "echo", Echo::writeTo,
              "fixed-reply", FixedReply::writeTo,
              "half-plus-two", HalfPlusTwo::writeTo));

  /** Writes one version of a model. */
  @FunctionalInterface
  interface ModelSource {
    void writeTo(Path version) throws IOException;
  }

  private ExportModel() {}

  public static void main(String[] args) {
    if (args.length == 3 && args[2].equals("--exit_on_stdin_eof")) {
      // What is half written stays aside, and is cleared by whoever writes this model next.
      ParentWatch.start(System.in, () -> Runtime.getRuntime().halt(1));
      System.exit(run(args[0], args[1]));
    }
    System.exit(run(args));
  }

  public static int run(String... args) {
    if (args.length != 2 || !MODELS.containsKey(args[0])) {
      System.err.printf(
          "error: expected NAME DIR, NAME being one of %s%n", String.join(", ", MODELS.keySet()));
      return 2;
    }
    try {
      boolean written =
          AtomicExport.of(Path.of(args[1]).toAbsolutePath()).write(MODELS.get(args[0]));
      System.out.println(written ? "written" : "exists already");
      return 0;
    } catch (IOException e) {
      System.err.printf("error: cannot write %s to %s: %s%n", args[0], args[1], e);
      return 1;
    }
  }
}
