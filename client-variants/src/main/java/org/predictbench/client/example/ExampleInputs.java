package org.predictbench.client.example;

import java.util.Map;
import java.util.Optional;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Signature;

/**
 * Tells inputs that are features from the one string tensor that holds tf.Examples already.
 * Immutable.
 *
 * <p>A single string tensor is Examples if its alias is that of the signature's only input, {@code
 * examples} or {@code inputs}; by another alias it is a feature, since models have such, too.
 *
 * @param known the alias of the signature's only input, if that is known and takes strings
 */
public record ExampleInputs(Optional<String> known) {
  /** What most exporters of models name it; the other is TensorFlow Serving's own. */
  private static final String USUAL = "examples";

  private static final String OF_CLASSIFY_AND_REGRESS = "inputs";

  /** Reads the alias from the model's signature, where that is known. */
  public static ExampleInputs of(ModelRef model) {
    return new ExampleInputs(model.types().flatMap(ExampleInputs::onlyString));
  }

  private static Optional<String> onlyString(Signature signature) {
    if (signature.inputs().size() != 1) {
      return Optional.empty();
    }
    Map.Entry<String, Signature.Spec> input = signature.inputs().entrySet().iterator().next();
    return input.getValue().dtype() == DType.STRING
        ? Optional.of(input.getKey())
        : Optional.empty();
  }

  /** The alias by which Predict takes the Examples that features become. */
  String alias() {
    return known.orElse(USUAL);
  }

  /** Whether these inputs are Examples as they are. */
  boolean areExamples(Inputs inputs) {
    if (inputs.size() != 1 || inputs.tensor(0).dtype() != DType.STRING) {
      return false;
    }
    String alias = inputs.alias(0);
    return alias.equals(alias()) || alias.equals(USUAL) || alias.equals(OF_CLASSIFY_AND_REGRESS);
  }

  /** Such Examples by the alias of the signature, where that is known. */
  Inputs named(Inputs examples) {
    return known.isEmpty() || known.get().equals(examples.alias(0))
        ? examples
        : Inputs.of(known.get(), examples.tensor(0));
  }

  /**
   * Looks at inputs before anything is sent.
   *
   * @throws IllegalArgumentException if they are neither Examples nor features of equal rows
   */
  public void check(Inputs inputs) {
    if (!areExamples(inputs)) {
      int unused = FeatureTensors.rows(inputs);
    }
  }
}
