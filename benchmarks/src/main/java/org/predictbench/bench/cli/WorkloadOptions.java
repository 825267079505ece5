package org.predictbench.bench.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.plan.AskedWorkload;
import picocli.CommandLine.Option;

/** What is called and sent, for commands that measure or load. */
final class WorkloadOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME|DIR",
      description =
          "the servable's name at a target that runs; else a shipped model ('list models') or a"
              + " SavedModel's base folder; 'describe' tells what it takes")
  private String model;

  @Option(
      names = "--signature",
      paramLabel = "KEY",
      description = "the signature to call (default: serving_default, or the only one)")
  private String signature;

  @Option(
      names = "--model-version",
      paramLabel = "N",
      description = "the version to call (default: the latest that the server has)")
  private Long version;

  @Option(names = "--model-label", paramLabel = "LABEL", description = "the label of the version")
  private String label;

  @Option(
      names = "--requests",
      paramLabel = "FILE|DIR",
      description =
          "requests to send in turn: TFRecord of PredictionLogs, REST bodies or perf_analyzer's"
              + " JSON, .npz, or a folder of images (default: the model's own warm-up requests)")
  private Path requests;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "a JPEG or PNG of your own, for models of 224 x 224 images")
  private Path image;

  @Option(
      names = "--shape",
      paramLabel = "INPUT=1x128",
      description = "the shape of an input that is made up; repeat for each")
  private Map<String, String> shapes = new LinkedHashMap<>();

  @Option(
      names = "--fill",
      paramLabel = "INPUT=TYPE:VALUES",
      description =
          "the values of an input that is made up: int:0..30521, float:0..1, string:TEXT,"
              + " const:7; repeat for each")
  private Map<String, String> fills = new LinkedHashMap<>();

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      description =
          "each request's rows N times over, instead of the suite's batch size; 'run' takes several,"
              + " such as 1,8,32")
  private List<Integer> batches = List.of();

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "sent with every call, such as authorization=...; recorded by its name alone")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      converter = ClassPathConverter.class,
      description =
          "jars of a client of your own, which is measured beside ours ('check-client'); as for java"
              + " -cp: our.jar:libs/*")
  private ClassPath classPath = ClassPath.EMPTY;

  /** What was given, checked as far as it can be by itself; a run keeps no more than hashes. */
  AskedWorkload asked() {
    return asked(false);
  }

  /**
   * The same.
   *
   * @param keep whether the run directory keeps the requests
   */
  AskedWorkload asked(boolean keep) {
    return new AskedWorkload(
            model, signature, version, label, requests, image, shapes, fills, batches, headers,
            keep)
        .withClassPath(classPath);
  }
}
