package org.predictbench.client.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.client.DType;
import org.predictbench.client.Signature;
import org.predictbench.serving.full.tensorflow.SignatureDef;
import org.predictbench.serving.full.tensorflow.TensorInfo;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** Reads the signatures of a model from TensorFlow's messages. */
public final class SignatureMessages {
  /** A reference to a variable counts as what it refers to, by so much in types.proto. */
  private static final int REFERENCE = 100;

  private SignatureMessages() {}

  /**
   * A signature, its aliases in alphabetical order; empty if one of its tensors is of a type that
   * does not travel, so that no call can name it.
   */
  public static Optional<Signature> signature(String key, SignatureDef definition) {
    Optional<Map<String, Signature.Spec>> inputs = specs(definition.getInputsMap());
    Optional<Map<String, Signature.Spec>> outputs = specs(definition.getOutputsMap());
    return inputs.isEmpty() || outputs.isEmpty()
        ? Optional.empty()
        : Optional.of(new Signature(key, definition.getMethodName(), inputs.get(), outputs.get()));
  }

  private static Optional<Map<String, Signature.Spec>> specs(Map<String, TensorInfo> tensors) {
    Map<String, Signature.Spec> specs = new LinkedHashMap<>();
    for (Map.Entry<String, TensorInfo> tensor : new TreeMap<>(tensors).entrySet()) {
      int number = tensor.getValue().getDtypeValue();
      try {
        DType dtype = DType.of(number > REFERENCE ? number - REFERENCE : number);
        specs.put(tensor.getKey(), new Signature.Spec(dtype, shape(tensor.getValue())));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(specs);
  }

  /** Sizes, of which unknown ones are -1; null for an unknown rank, as the record has it. */
  private static long[] shape(TensorInfo tensor) {
    TensorShapeProto shape = tensor.getTensorShape();
    return shape.getUnknownRank()
        ? null
        : shape.getDimList().stream().mapToLong(size -> Math.max(-1, size.getSize())).toArray();
  }
}
