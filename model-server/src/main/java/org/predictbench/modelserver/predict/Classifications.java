package org.predictbench.modelserver.predict;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.tensor.Tensors;
import org.predictbench.serving.full.Class;
import org.predictbench.serving.full.ClassificationResult;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** A signature read as a classifier: examples in, classes and scores out. */
record Classifications(ServableSignature signature) implements ExampleTask {
  static final String METHOD = "tensorflow/serving/classify";

  private static final String CLASSES = "classes";
  private static final String SCORES = "scores";

  /**
   * Checks that the signature is a classifier.
   *
   * @throws ServingException if it is none
   */
  Classifications {
    if (!signature.isFor(List.of(METHOD))) {
      throw ServingException.invalid(
          "Expected classification signature method_name to be %s. Was: %s"
              .formatted(METHOD, signature.definition().getMethodName()));
    }
    if (signature.inputs().size() != 1) {
      throw ServingException.invalid("Expected one input Tensor.");
    }
    int outputs = signature.outputs().size();
    if (outputs != 1 && outputs != 2) {
      throw ServingException.invalid("Expected one or two output Tensors, found " + outputs);
    }
    if (!signature.inputs().containsKey(INPUTS)) {
      throw ServingException.invalid(
          "No classification inputs found in SignatureDef: " + signature.definition());
    }
    if (!signature.outputs().containsKey(CLASSES) && !signature.outputs().containsKey(SCORES)) {
      throw ServingException.invalid(
          "Expected classification signature outputs to contain at least one of \"classes\" or"
              + " \"scores\". Signature was: "
              + signature.definition());
    }
  }

  @Override
  public List<String> fetches() {
    List<String> names = new ArrayList<>();
    for (String alias : List.of(CLASSES, SCORES)) {
      TensorInfo output = signature.outputs().get(alias);
      if (output != null) {
        names.add(output.getName());
      }
    }
    return names;
  }

  /** Returns one list of classes for each example. */
  ClassificationResult result(Map<String, Tensor> fetched, int examples) {
    Optional<TString> classes = output(fetched, CLASSES, "DT_STRING", TString.class, examples);
    Optional<TFloat32> scores = output(fetched, SCORES, "DT_FLOAT", TFloat32.class, examples);
    long columns = classes.isPresent() ? columns(classes.get()) : columns(scores.orElseThrow());
    if (scores.isPresent() && columns(scores.get()) != columns) {
      throw ServingException.invalid(
          "Tensors class and score should match in dim_size(1). Got %d vs. %d"
              .formatted(columns, columns(scores.get())));
    }
    Optional<NdArray<byte[]>> labels = classes.map(TString::asBytes);
    ClassificationResult.Builder result = ClassificationResult.newBuilder();
    for (long row = 0; row < examples; row++) {
      var list = result.addClassificationsBuilder();
      for (long column = 0; column < columns; column++) {
        Class.Builder entry = list.addClassesBuilder();
        if (labels.isPresent()) {
          entry.setLabelBytes(ByteString.copyFrom(labels.get().getObject(row, column)));
        }
        if (scores.isPresent()) {
          entry.setScore(scores.get().getFloat(row, column));
        }
      }
    }
    return result.build();
  }

  private static long columns(Tensor tensor) {
    return tensor.shape().get(1);
  }

  private <T extends Tensor> Optional<T> output(
      Map<String, Tensor> fetched,
      String alias,
      String typeName,
      java.lang.Class<T> type,
      int examples) {
    TensorInfo output = signature.outputs().get(alias);
    if (output == null) {
      return Optional.empty();
    }
    Tensor tensor = fetched.get(output.getName());
    if (tensor.shape().numDimensions() != 2) {
      throw ServingException.invalid(
          "Expected Tensor shape: [batch_size num_classes] but got " + Tensors.shapeText(tensor));
    }
    if (!type.isInstance(tensor)) {
      throw ServingException.invalid(
          "Expected %s Tensor of %s. Got: %s".formatted(alias, typeName, tensor.dataType()));
    }
    if (tensor.shape().get(0) != examples) {
      throw ServingException.invalid(
          "Expected %s output batch size of %d. Got: %d"
              .formatted(alias, examples, tensor.shape().get(0)));
    }
    return Optional.of(type.cast(tensor));
  }
}
