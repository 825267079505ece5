package org.predictbench.bench.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.predictbench.bench.files.DidYouMean;
import org.predictbench.bench.files.FailureText;
import org.predictbench.server.launch.JavaCommand;

/**
 * Writes ready SavedModels by running the model server's exporter in a process of its own, so that
 * no TensorFlow is ever loaded into the harness.
 */
public final class ModelExporter {
  /** The models that can be written. */
  public static final List<String> MODELS =
      List.of(
          "resnet50-v2",
          "uint8-image",
          "half-image",
          "text-encoder",
          "recommender",
          "text-classifier",
          "echo",
          "fixed-reply",
          "half-plus-two");

  /** Those whose weights are calibrated by running the net. */
  private static final List<String> SLOW = List.of("resnet50-v2", "uint8-image", "half-image");

  private static final String MAIN = "org.predictbench.modelserver.export.ExportModel";

  /** Far more than it takes; only a child that hangs takes longer. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Caches caches;

  public ModelExporter(Caches caches) {
    this.caches = caches;
  }

  /** The base path of a shipped model in the cache; writes it on first use. */
  public Path cached(String model) {
    Path directory = caches.models().resolve(requireKnown(model));
    if (!Files.exists(directory.resolve("1").resolve("saved_model.pb"))) {
      // Not to stdout, where results go. It also unpacks the runtime if that was not done yet.
      System.err.printf("writing the %s model, once, about %s%n", model, duration(model));
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
      ChildProcess.Ending ending = ChildProcess.run(command(model, directory), LIMIT);
      if (ending.status() != 0) {
        throw new IllegalStateException("cannot export %s: %s".formatted(model, ending.reason()));
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot export %s: %s".formatted(model, FailureText.of(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while exporting " + model, e);
    }
  }

  private List<String> command(String model, Path directory) {
    List<String> command =
        JavaCommand.of("-Dorg.bytedeco.javacpp.cachedir=" + caches.nativeLibraries());
    command.addAll(List.of("-cp", BundledServerJar.path(caches).toString(), MAIN));
    command.addAll(List.of(model, directory.toString(), "--exit_on_stdin_eof"));
    return command;
  }

  private static String duration(String model) {
    return SLOW.contains(model) ? "30 s" : "10 s";
  }

  private static String requireKnown(String model) {
    if (!MODELS.contains(model)) {
      throw new IllegalArgumentException(
          "unknown model '%s'%s; known: %s"
              .formatted(model, DidYouMean.hint(model, MODELS), String.join(", ", MODELS)));
    }
    return model;
  }
}
