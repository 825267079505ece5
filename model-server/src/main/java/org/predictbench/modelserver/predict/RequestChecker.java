package org.predictbench.modelserver.predict;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.predictbench.modelserver.request.ReceivedPredict;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.tensor.FillBudget;
import org.predictbench.modelserver.tensor.TensorDecoder;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.tensorflow.Tensor;
import org.tensorflow.proto.TensorInfo;

/** Checks a PredictRequest in TensorFlow Serving's order and decodes its inputs on the way. */
final class RequestChecker {
  private static final String METHOD = "tensorflow/serving/predict";

  /** The accepted method names, in the order in which the error message lists them. */
  private static final List<String> METHODS =
      List.of(METHOD, Classifications.METHOD, Regressions.METHOD);

  private RequestChecker() {}

  /**
   * Returns the call, which the caller closes.
   *
   * @throws ServingException for the first check that fails; nothing stays allocated
   */
  static SessionCall prepare(Servable servable, ReceivedPredict received) {
    PredictRequest request = received.message();
    ServableSignature signature = servable.signature(request.getModelSpec().getSignatureName());
    checkMethod(signature);
    Map<String, TensorProto> inputs = request.getInputsMap();
    checkCount(inputs, signature);
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    try {
      decode(received, signature, feeds);
      List<String> outputs = outputs(request, signature);
      return new SessionCall(servable, signature, feeds, outputs, signature.names(outputs));
    } catch (RuntimeException | Error e) {
      feeds.values().forEach(Tensor::close);
      throw e;
    }
  }

  private static void checkMethod(ServableSignature signature) {
    if (!signature.isFor(METHODS)) {
      throw new ServingException(
          Status.Code.INTERNAL,
          "Expected prediction signature method_name to be one of {%s}. Was: %s"
              .formatted(String.join(", ", METHODS), signature.definition().getMethodName()));
    }
  }

  private static void checkCount(Map<String, TensorProto> inputs, ServableSignature signature) {
    int sent = inputs.size();
    int required = signature.inputs().size();
    if (sent == required || (sent < required && !signature.defaults().isEmpty())) {
      return;
    }
    throw ServingException.invalid(
        "input size does not match signature: %d!=%d len({%s}) != len({%s}). Sent extra: {%s}. Missing but required: {%s}."
            .formatted(
                sent,
                required,
                sorted(inputs.keySet()),
                sorted(signature.inputs().keySet()),
                sorted(difference(inputs.keySet(), signature.inputs().keySet())),
                sorted(difference(signature.inputs().keySet(), inputs.keySet()))));
  }

  private static void decode(
      ReceivedPredict received, ServableSignature signature, Map<String, Tensor> feeds) {
    Map<String, TensorProto> inputs = received.message().getInputsMap();
    Set<String> used = new TreeSet<>();
    FillBudget budget = received.ofModel() ? FillBudget.ofModel() : FillBudget.ofRequest();
    FillBudget defaults = FillBudget.ofModel();
    for (Map.Entry<String, TensorInfo> input : signature.inputs().entrySet()) {
      String alias = input.getKey();
      TensorProto value = inputs.get(alias);
      if (value != null) {
        used.add(alias);
      } else {
        value = signature.defaults().get(alias);
      }
      if (value == null) {
        throw ServingException.invalid(
            ("Signature input alias: %s(feed name: %s) not found in request and no default value"
                    + " provided. Inputs expected to be in the request {%s}, or default input alias"
                    + " set: %s")
                .formatted(
                    alias,
                    input.getValue().getName(),
                    sorted(inputs.keySet()),
                    sorted(signature.defaults().keySet())));
      }
      Tensor tensor = decode(alias, value, received, inputs.containsKey(alias) ? budget : defaults);
      Tensor twice = feeds.put(input.getValue().getName(), tensor);
      if (twice != null) {
        twice.close();
      }
    }
    if (used.size() < inputs.size()) {
      throw ServingException.invalid(
          "Inputs contains invalid name. Used request inputs: %s, request input: %s"
              .formatted(sorted(used), sorted(inputs.keySet())));
    }
  }

  private static Tensor decode(
      String alias, TensorProto value, ReceivedPredict received, FillBudget budget) {
    try {
      return TensorDecoder.decode(
          value, Optional.ofNullable(received.contents().get(alias)), budget);
    } catch (FillBudget.ExceededException e) {
      throw ServingException.invalid("tensor parsing error: " + alias + ": " + e.getMessage());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw ServingException.invalid("tensor parsing error: " + alias);
    }
  }

  private static List<String> outputs(PredictRequest request, ServableSignature signature) {
    if (request.getOutputFilterCount() == 0) {
      return signature.outputAliases();
    }
    Set<String> chosen = new LinkedHashSet<>();
    for (String alias : request.getOutputFilterList()) {
      if (!signature.outputs().containsKey(alias)) {
        throw ServingException.invalid(
            "output tensor alias not found in signature: %s Outputs expected to be in the set {%s}."
                .formatted(alias, sorted(signature.outputs().keySet())));
      }
      if (!chosen.add(alias)) {
        throw ServingException.invalid("duplicate output tensor alias: " + alias);
      }
    }
    return new ArrayList<>(chosen);
  }

  private static Set<String> difference(Set<String> from, Set<String> without) {
    Set<String> rest = new TreeSet<>(from);
    rest.removeAll(without);
    return rest;
  }

  private static String sorted(Set<String> names) {
    return String.join(",", new TreeSet<>(names));
  }
}
