package org.predictbench.client;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client calls: a servable, which of its versions, and which signature. Immutable.
 *
 * @param name the servable's name
 * @param version the version to call; empty for the label's, or the latest available one
 * @param label the label of the version to call, as the server's configuration maps it
 * @param signature the signature's key
 * @param outputs aliases of the outputs to be returned; empty for all of them
 * @param types the signature itself, where it is known; REST, whose JSON has no types, needs it to
 *     tell floats from doubles and to name a single output
 */
public record ModelRef(
    String name,
    OptionalLong version,
    Optional<String> label,
    String signature,
    List<String> outputs,
    Optional<Signature> types) {
  /** The signature that a server takes unless another is named. */
  public static final String DEFAULT_SIGNATURE = "serving_default";

  /** Checks the parts and copies the list. */
  public ModelRef {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a model needs a name");
    }
    if (version.isPresent() && label.isPresent()) {
      throw new IllegalArgumentException("a call names a version or a label, not both");
    }
    outputs = List.copyOf(outputs);
  }

  /** The default signature of the latest version, all outputs. */
  public static ModelRef of(String name) {
    return new ModelRef(
        name,
        OptionalLong.empty(),
        Optional.empty(),
        DEFAULT_SIGNATURE,
        List.of(),
        Optional.empty());
  }

  /** The same by another signature. */
  public ModelRef withSignature(String key) {
    return new ModelRef(name, version, label, key, outputs, types);
  }

  /** The same by a signature that is known. */
  public ModelRef withSignature(Signature known) {
    return new ModelRef(name, version, label, known.key(), outputs, Optional.of(known));
  }

  /** The same at one version. */
  public ModelRef withVersion(long number) {
    return new ModelRef(name, OptionalLong.of(number), Optional.empty(), signature, outputs, types);
  }

  /** The same at the version that has the label. */
  public ModelRef withLabel(String versionLabel) {
    return new ModelRef(
        name, OptionalLong.empty(), Optional.of(versionLabel), signature, outputs, types);
  }

  /** The same with these outputs alone. */
  public ModelRef withOutputs(String... aliases) {
    return new ModelRef(name, version, label, signature, List.of(aliases), types);
  }
}
