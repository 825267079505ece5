package org.predictbench.bench.requests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

/** Holds a request to the signature that it is meant for. */
final class SignatureCheck {
  private static final int MOST_NAMED = 20;

  private SignatureCheck() {}

  /**
   * Refuses a request with missing or further inputs, or with another type or shape.
   *
   * @throws InputException in one line, without the request's number
   */
  static void check(Inputs inputs, Signature signature) {
    aliases(inputs.aliases(), signature);
    for (Map.Entry<String, Signature.Spec> wanted : signature.inputs().entrySet()) {
      check(wanted.getKey(), inputs.tensor(wanted.getKey()), wanted.getValue());
    }
  }

  /** The same for the aliases alone, before tensors are made. */
  static void aliases(List<String> given, Signature signature) {
    // As sets: a file may name a million.
    List<String> missing = new ArrayList<>(signature.inputs().keySet());
    missing.removeAll(new HashSet<>(given));
    if (!missing.isEmpty()) {
      throw new InputException(
          "lacks input %s: there %s %s"
              .formatted(quoted(missing), given.size() == 1 ? "is" : "are", names(given)));
    }
    List<String> more = new ArrayList<>(given);
    more.removeAll(signature.inputs().keySet());
    if (!more.isEmpty()) {
      throw new InputException(
          "input %s is not in signature '%s', which has %s"
              .formatted(
                  quoted(more), signature.key(), names(List.copyOf(signature.inputs().keySet()))));
    }
  }

  private static void check(String alias, Tensor tensor, Signature.Spec wanted) {
    if (tensor.dtype() != wanted.dtype()) {
      throw new InputException(
          "input '%s' is %s, the signature wants %s"
              .formatted(alias, tensor.dtype().id(), wanted.dtype().id()));
    }
    if (!fits(tensor.shape(), wanted.shape())) {
      throw new InputException(
          "input '%s' has shape %s, the signature wants %s"
              .formatted(alias, Arrays.toString(tensor.shape()), shape(wanted)));
    }
  }

  /** Whether a shape has the known rank and dimensions. */
  static boolean fits(long[] shape, long[] wanted) {
    if (wanted == null) {
      return true;
    }
    if (shape.length != wanted.length) {
      return false;
    }
    for (int i = 0; i < shape.length; i++) {
      if (wanted[i] >= 0 && wanted[i] != shape[i]) {
        return false;
      }
    }
    return true;
  }

  /** Such as {@code [?, 128]}. */
  static String shape(Signature.Spec spec) {
    String text = spec.toString();
    return text.substring(text.indexOf('['));
  }

  private static String names(List<String> aliases) {
    return aliases.isEmpty() ? "none" : quoted(aliases);
  }

  private static String quoted(List<String> aliases) {
    int more = aliases.size() - MOST_NAMED;
    return more <= 0
        ? "'" + String.join("', '", aliases) + "'"
        : "'%s' and %d more".formatted(String.join("', '", aliases.subList(0, MOST_NAMED)), more);
  }
}
