package org.predictbench.modelserver.predict;

import java.util.List;
import java.util.Map;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.tensor.Tensors;
import org.predictbench.serving.full.Regression;
import org.predictbench.serving.full.RegressionResult;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/** A signature read as a regressor: examples in, one value each out. */
record Regressions(ServableSignature signature) implements ExampleTask {
  static final String METHOD = "tensorflow/serving/regress";

  private static final String OUTPUTS = "outputs";

  /**
   * Checks that the signature is a regressor.
   *
   * @throws ServingException if it is none
   */
  Regressions {
    if (!signature.isFor(List.of(METHOD))) {
      throw ServingException.invalid(
          "Expected regression signature method_name to be %s. Was: %s"
              .formatted(METHOD, signature.definition().getMethodName()));
    }
    if (signature.inputs().size() != 1) {
      throw ServingException.invalid("Expected one input Tensor.");
    }
    if (signature.outputs().size() != 1) {
      throw ServingException.invalid("Expected one output Tensor.");
    }
    if (!signature.inputs().containsKey(INPUTS)) {
      throw ServingException.invalid(
          "No regression inputs found in SignatureDef: " + signature.definition());
    }
    if (!signature.outputs().containsKey(OUTPUTS)) {
      throw ServingException.invalid(
          "No regression outputs found in SignatureDef: " + signature.definition());
    }
  }

  @Override
  public List<String> fetches() {
    return signature.names(List.of(OUTPUTS));
  }

  /** Returns one value for each example. */
  RegressionResult result(Map<String, Tensor> fetched, int examples) {
    Tensor tensor = fetched.get(fetches().get(0));
    int rank = tensor.shape().numDimensions();
    if (rank != 1 && !(rank == 2 && tensor.shape().get(1) == 1)) {
      throw ServingException.invalid(
          "Expected output Tensor shape to be either [batch_size] or [batch_size, 1] but got "
              + Tensors.shapeText(tensor));
    }
    if (tensor.shape().get(0) != examples) {
      throw ServingException.invalid(
          "Input batch size did not match output batch size: %d vs. %d"
              .formatted(examples, tensor.shape().get(0)));
    }
    if (!(tensor instanceof TFloat32 values)) {
      throw ServingException.invalid(
          "Expected output Tensor of DT_FLOAT.  Got: " + tensor.dataType());
    }
    RegressionResult.Builder result = RegressionResult.newBuilder();
    values
        .scalars()
        .forEach(
            value -> result.addRegressions(Regression.newBuilder().setValue(value.getFloat())));
    return result.build();
  }
}
