package org.predictbench.bench.record;

/**
 * Which calls are alike.
 *
 * @param method name without its service
 * @param model name of the servable, as the caller wrote it
 * @param signature empty if the caller left it to the server
 */
record CallKind(String method, String model, String signature) {
  private static final int LONGEST = 80;

  /** For people: names come from the wire and may hold anything. */
  @Override
  public String toString() {
    return "%s %s %s"
        .formatted(
            method, printable(model), signature.isEmpty() ? "(default)" : printable(signature));
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
  }
}
