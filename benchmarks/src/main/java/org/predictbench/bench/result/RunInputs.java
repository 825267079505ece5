package org.predictbench.bench.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.plan.CallPlan;

/**
 * What a run measures beside its suite, so that it goes on with the same; null where the run took
 * the default.
 *
 * @param target the running server it calls, null for the embedded one
 * @param model the servable's name, a shipped model, or a base folder
 * @param image the image file's name, without its folder
 * @param imageSha256 of the image file's bytes, in hexadecimal
 * @param calls what else of the calls was asked for; null in runs of earlier versions
 * @param requests model to what was sent to it; empty in runs of earlier versions
 * @param omitted cells of the suite that could not be measured there, to the reason
 * @param classPath of the user's own client: file name to SHA-256
 */
public record RunInputs(
    String target,
    String model,
    String image,
    String imageSha256,
    AskedCalls calls,
    Map<String, SentRequests> requests,
    Map<String, String> omitted,
    Map<String, String> classPath) {

  public RunInputs {
    requests = requests == null ? Map.of() : new LinkedHashMap<>(requests);
    omitted = omitted == null ? Map.of() : new LinkedHashMap<>(omitted);
    classPath = classPath == null ? Map.of() : new LinkedHashMap<>(classPath);
  }

  /**
   * What was asked for of the calls.
   *
   * @param file name of the file of requests, without its folder
   * @param headers names of the headers: their values may be secrets
   */
  public record AskedCalls(
      String signature,
      Long version,
      String label,
      String file,
      Map<String, String> shapes,
      Map<String, String> fills,
      List<String> headers) {
    public AskedCalls {
      shapes = shapes == null ? Map.of() : shapes;
      fills = fills == null ? Map.of() : fills;
      headers = headers == null ? List.of() : headers;
    }
  }

  /**
   * What was sent.
   *
   * @param source where it came from, in words
   * @param summary how much it is, in words
   * @param signature key of the signature that it was made for
   * @param inputs alias to type and shape, as the signature has them
   * @param sha256 over all tensors of all requests
   */
  public record SentRequests(
      String source, String summary, String signature, Map<String, String> inputs, String sha256) {

    /** Of what is sent by a plan. */
    public static SentRequests of(CallPlan plan) {
      Map<String, String> inputs = new LinkedHashMap<>();
      plan.model()
          .types()
          .ifPresent(
              types -> types.inputs().forEach((alias, spec) -> inputs.put(alias, spec.toString())));
      return new SentRequests(
          plan.requests().source(),
          plan.requests().summary(),
          plan.model().signature(),
          inputs,
          plan.requests().sha256());
    }

    /**
     * Checks that a run goes on with what it began with.
     *
     * @throws InputException if this is something else
     */
    public void requireSameAs(Optional<SentRequests> before) {
      if (before.isPresent() && !before.get().text().equals(text())) {
        throw new InputException(
            "the run was started with other requests, %s: give them again, or start a new run"
                .formatted(before.get().text()));
      }
    }

    /** In a sentence's part, for pages. */
    public String text() {
      return "%s (%s), by signature `%s`; SHA-256 `%s`"
          .formatted(summary, source, signature, sha256);
    }
  }

  /** Of a run of which nothing but target and model is known. */
  public RunInputs(String target, String model) {
    this(target, model, null, null, null, null, null, null);
  }

  /** The same of a run that leaves those cells out. */
  public RunInputs omitting(Map<String, String> cells) {
    return new RunInputs(target, model, image, imageSha256, calls, requests, cells, classPath);
  }

  /** A line for each cell that was left out. */
  public List<String> omissions() {
    return omitted.entrySet().stream()
        .map(cell -> "left out: %s (%s)".formatted(cell.getKey(), cell.getValue()))
        .toList();
  }

  /** The options that a resumption must be given again, with a space before each. */
  public String optionsToGiveAgain(boolean keepsRequests) {
    StringBuilder options = new StringBuilder();
    if (calls != null && calls.file() != null && !keepsRequests) {
      options.append(" --requests ").append(calls.file());
    }
    if (calls != null) {
      calls.headers().forEach(name -> options.append(" --header ").append(name).append("=..."));
    }
    return options.toString();
  }

  /**
   * Checks what is asked for on resume; what is not given is as it was.
   *
   * @throws InputException if something is given that the run did not start with
   */
  public void requireSame(RunInputs given) {
    requireSame("--target", target, given.target());
    requireSame("--model", model, given.model());
    if (given.imageSha256() != null && !given.imageSha256().equals(imageSha256)) {
      throw new InputException(
          "this run was started %s; leave --image out, or start a new run"
              .formatted(
                  image == null
                      ? "with the image that comes with it"
                      : "with another image: %s, SHA-256 %s".formatted(image, imageSha256)));
    }
    if (!classPath.equals(given.classPath())) {
      throw new InputException(
          classPath.isEmpty()
              ? "this run was started without --class-path; leave it out, or start a new run"
              : "this run was started with a client of its user's own: add --class-path with the same"
                  + " files, "
                  + String.join(", ", classPath.keySet()));
    }
    if (calls == null || given.calls() == null) {
      return;
    }
    AskedCalls others = given.calls();
    requireSame("--signature", calls.signature(), others.signature());
    requireSame("--model-version", calls.version(), others.version());
    requireSame("--model-label", calls.label(), others.label());
    requireSame("--shape", calls.shapes(), others.shapes().isEmpty() ? null : others.shapes());
    requireSame("--fill", calls.fills(), others.fills().isEmpty() ? null : others.fills());
    if (!calls.headers().equals(others.headers())) {
      throw new InputException(
          "this run was started with %s: give the same headers, whose values it does not keep"
              .formatted(
                  calls.headers().isEmpty()
                      ? "no headers"
                      : calls.headers().stream()
                          .map(name -> "--header " + name + "=...")
                          .collect(Collectors.joining(" "))));
    }
  }

  /**
   * Checks that the requests are those that the run was started with.
   *
   * @throws InputException if they are not
   */
  public void requireSameRequests(String called, String sha256) {
    SentRequests sent = requests.get(called);
    if (sent != null && !sent.sha256().equals(sha256)) {
      throw new InputException(
          "this run was started with other requests (%s, SHA-256 %s): %s"
              .formatted(
                  sent.source(),
                  sent.sha256(),
                  calls != null && calls.file() != null
                      ? "add --requests with the run's " + calls.file()
                      : "start a new run"));
    }
  }

  private static void requireSame(String option, Object started, Object given) {
    if (given != null && !Objects.equals(started, given)) {
      throw new InputException(
          "this run was started %s; leave %s out, or start a new run"
              .formatted(
                  started == null ? "without " + option : "with " + option + " " + started,
                  option));
    }
  }
}
