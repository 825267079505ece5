package org.predictbench.client;

/**
 * Which servable a client calls, and by which aliases of its signature.
 *
 * @param name the servable's name
 * @param signature the signature's key
 * @param input alias of the one input
 * @param classes alias of the int64 output
 * @param probabilities alias of the float output
 */
public record ModelRef(
    String name, String signature, String input, String classes, String probabilities) {

  /** A model with the signature of the official ResNet-50 v2 export. */
  public static ModelRef imageClassifier(String name) {
    return new ModelRef(name, "serving_default", "input", "classes", "probabilities");
  }

  /** The same outputs from a signature {@code jpeg} that decodes images itself. */
  public static ModelRef jpegClassifier(String name) {
    return new ModelRef(name, "jpeg", "image_bytes", "classes", "probabilities");
  }
}
