package org.predictbench.bench.plan;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.own.ClassPath;

/**
 * What a user asked to be called and sent, and by whose client; null, or empty, where nothing was
 * given. Immutable.
 *
 * @param model a servable's name at a target that runs; else a shipped model or a base folder
 * @param signature its key
 * @param version the number of the version
 * @param label the label of the version
 * @param requests a file or folder of requests
 * @param image an image of the user's own
 * @param shapes alias to shape, such as {@code 1x128}, of requests that are made up
 * @param fills alias to values, such as {@code int:0..30521}, of requests that are made up
 * @param batches times the rows of a request, instead of the suite's
 * @param headers sent with every call
 * @param keep whether the run directory keeps the requests themselves
 * @param classPath where the user's own client is
 */
public record AskedWorkload(
    String model,
    String signature,
    Long version,
    String label,
    Path requests,
    Path image,
    Map<String, String> shapes,
    Map<String, String> fills,
    List<Integer> batches,
    Map<String, String> headers,
    boolean keep,
    ClassPath classPath) {

  /** Nothing was given: the suite's model, and requests of its own. */
  public static final AskedWorkload NOTHING = ofModel(null);

  public AskedWorkload {
    shapes = copy(shapes);
    fills = copy(fills);
    headers = copy(headers);
    if (version != null && label != null) {
      throw new InputException("--model-version or --model-label, not both");
    }
    if (requests != null && image != null) {
      throw new InputException("--requests or --image, not both");
    }
    if ((requests != null || image != null) && !(shapes.isEmpty() && fills.isEmpty())) {
      throw new InputException(
          "--shape and --fill make requests up: leave them out, or leave %s out"
              .formatted(requests != null ? "--requests" : "--image"));
    }
    batches = batches.stream().distinct().toList();
    batches.stream()
        .filter(batch -> batch < 1)
        .findFirst()
        .ifPresent(
            batch -> {
              throw new InputException("--batch must be at least 1, not " + batch);
            });
  }

  /** Without a client of the user's own. */
  public AskedWorkload(
      String model,
      String signature,
      Long version,
      String label,
      Path requests,
      Path image,
      Map<String, String> shapes,
      Map<String, String> fills,
      List<Integer> batches,
      Map<String, String> headers,
      boolean keep) {
    this(
        model,
        signature,
        version,
        label,
        requests,
        image,
        shapes,
        fills,
        batches,
        headers,
        keep,
        ClassPath.EMPTY);
  }

  private static Map<String, String> copy(Map<String, String> given) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }

  /** A model, or null for the suite's, and nothing else. */
  public static AskedWorkload ofModel(String model) {
    return of(model, null, null);
  }

  /** A model by one of its signatures, with a file of requests; each may be null. */
  public static AskedWorkload of(String model, String signature, Path requests) {
    return new AskedWorkload(
        model, signature, null, null, requests, null, Map.of(), Map.of(), List.of(), Map.of(),
        false);
  }

  /**
   * The batch, null for the suite's.
   *
   * @throws InputException if several were given
   */
  public Integer batch() {
    if (batches.size() > 1) {
      throw new InputException("--batch: one at a time here, not " + joined());
    }
    return batches.isEmpty() ? null : batches.get(0);
  }

  private String joined() {
    return batches.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Whether it says what is to be sent. */
  public boolean namesRequests() {
    return requests != null || image != null || !shapes.isEmpty() || !fills.isEmpty();
  }

  /** The same with another model. */
  public AskedWorkload withModel(String other) {
    return new AskedWorkload(
        other, signature, version, label, requests, image, shapes, fills, batches, headers, keep,
        classPath);
  }

  /** The same with an image. */
  public AskedWorkload withImage(Path file) {
    return new AskedWorkload(
        model, signature, version, label, requests, file, shapes, fills, batches, headers, keep,
        classPath);
  }

  /** The same with the user's own client. */
  public AskedWorkload withClassPath(ClassPath path) {
    return new AskedWorkload(
        model, signature, version, label, requests, image, shapes, fills, batches, headers, keep,
        path);
  }

  /** The options that ask for the same, for a command line; headers by their names alone. */
  public String options() {
    StringBuilder line = new StringBuilder();
    append(line, "--model", model);
    append(line, "--signature", signature);
    append(line, "--model-version", version);
    append(line, "--model-label", label);
    append(line, "--requests", requests);
    append(line, "--image", image);
    shapes.forEach((alias, shape) -> append(line, "--shape", alias + "=" + shape));
    fills.forEach((alias, fill) -> append(line, "--fill", alias + "=" + fill));
    append(line, "--batch", batches.isEmpty() ? null : joined());
    headers.keySet().forEach(name -> append(line, "--header", name + "=..."));
    append(line, "--class-path", classPath.isEmpty() ? null : classPath.text());
    return line.append(keep ? " --keep-requests" : "").toString();
  }

  private static void append(StringBuilder line, String option, Object value) {
    if (value != null) {
      line.append(' ').append(option).append(' ').append(value);
    }
  }
}
