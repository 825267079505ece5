package org.predictbench.bench.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes ready SavedModels by running the model server's exporter in a process of its own, so that
 * no TensorFlow is ever loaded into the harness.
 */
public final class ModelExporter {
  /** The models that can be written. */
  public static final List<String> MODELS = List.of("resnet50-v2", "fixed-reply", "half-plus-two");

  private static final String MAIN = "org.predictbench.modelserver.export.ExportModel";

  private final Caches caches;

  public ModelExporter(Caches caches) {
    this.caches = caches;
  }

  /** The base path of a shipped model in the cache; writes it on first use. */
  public Path cached(String model) {
    Path directory = caches.models().resolve(requireKnown(model));
    if (!Files.exists(directory.resolve("1").resolve("saved_model.pb"))) {
      export(model, directory);
    }
    return directory;
  }

  /**
   * Writes {@code model} below {@code directory}, as version 1.
   *
   * @throws IllegalArgumentException for an unknown model
   * @throws IllegalStateException with the exporter's own line if it fails
   */
  public void export(String model, Path directory) {
    requireKnown(model);
    try {
      Files.createDirectories(directory.toAbsolutePath().getParent());
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dorg.bytedeco.javacpp.cachedir=" + caches.nativeLibraries(),
                  "-cp",
                  BundledServerJar.path(caches).toString(),
                  MAIN,
                  model,
                  directory.toString())
              .redirectErrorStream(true)
              .start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("cannot export %s: %s".formatted(model, lastLine(output)));
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot export %s: %s".formatted(model, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while exporting " + model, e);
    }
  }

  private static String requireKnown(String model) {
    if (!MODELS.contains(model)) {
      throw new IllegalArgumentException(
          "unknown model '%s'; known: %s".formatted(model, String.join(", ", MODELS)));
    }
    return model;
  }

  private static String lastLine(String output) {
    return output.isEmpty() ? "no output" : output.lines().reduce((a, b) -> b).orElse("");
  }
}
