package org.predictbench.modelserver.servable;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Maps the aliases of one signature, sorted as error messages list them, to the graph's tensors.
 *
 * @param outputAliases the keys of {@code outputs}
 * @param defaults values of the inputs a request may leave out
 * @param definition as the SavedModel has it
 * @param checksMethod whether only the calls that {@code method_name} is for may use it
 */
public record ServableSignature(
    String key,
    SortedMap<String, TensorInfo> inputs,
    SortedMap<String, TensorInfo> outputs,
    List<String> outputAliases,
    Map<String, TensorProto> defaults,
    SignatureDef definition,
    boolean checksMethod) {
  /** The signature of a request that names none. */
  public static final String DEFAULT_KEY = "serving_default";

  private static ServableSignature of(String key, SignatureDef definition, boolean checksMethod) {
    Map<String, TensorProto> defaults = new TreeMap<>();
    definition.getDefaultsMap().forEach((alias, value) -> defaults.put(alias, rewrap(value)));
    return new ServableSignature(
        key,
        new TreeMap<>(definition.getInputsMap()),
        new TreeMap<>(definition.getOutputsMap()),
        definition.getOutputsMap().keySet().stream().sorted().toList(),
        defaults,
        definition,
        checksMethod);
  }

  /** Returns whether a call for signatures of these {@code method_name}s may use this one. */
  public boolean isFor(Collection<String> methods) {
    return !checksMethod || methods.contains(definition.getMethodName());
  }

  /** Returns the graph tensors of the outputs of these aliases. */
  public List<String> names(List<String> aliases) {
    return aliases.stream().map(alias -> outputs.get(alias).getName()).toList();
  }

  static Map<String, ServableSignature> all(
      Map<String, SignatureDef> definitions, boolean checksMethod) {
    Map<String, ServableSignature> signatures = new TreeMap<>();
    definitions.forEach(
        (key, definition) -> signatures.put(key, of(key, copy(definition), checksMethod)));
    return signatures;
  }

  /** Returns a copy that does not refer to the file it was parsed from. */
  private static SignatureDef copy(SignatureDef definition) {
    try {
      return SignatureDef.parseFrom(definition.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("written a moment ago", e);
    }
  }

  /** Converts TensorFlow Java's generated class to ours; both share the wire format. */
  private static TensorProto rewrap(org.tensorflow.proto.TensorProto value) {
    try {
      return TensorProto.parseFrom(value.toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("one message, two classes", e);
    }
  }
}
