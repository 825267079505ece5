package org.predictbench.bench.result;

import java.util.Objects;
import org.predictbench.bench.files.InputException;

/**
 * What a run measures beside its suite, so that it goes on with the same; null where the run took
 * the default.
 *
 * @param target the running server it calls, null for the embedded one
 * @param model the servable's name, a shipped model, or a base folder
 * @param image the image file's name, without its folder
 * @param imageSha256 of the image file's bytes, in hexadecimal
 */
public record RunInputs(String target, String model, String image, String imageSha256) {

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
  }

  private static void requireSame(String option, String started, String given) {
    if (given != null && !Objects.equals(started, given)) {
      throw new InputException(
          "this run was started %s; leave %s out, or start a new run"
              .formatted(
                  started == null ? "without " + option : "with " + option + " " + started,
                  option));
    }
  }
}
