package org.predictbench.modelserver.predict;

import com.google.protobuf.Int64Value;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.predictbench.modelserver.metrics.ServingMetrics;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.session.TensorRunner;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.MethodNames;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ClassificationResponse;
import org.predictbench.serving.full.InferenceResult;
import org.predictbench.serving.full.InferenceTask;
import org.predictbench.serving.full.Input;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.MultiInferenceRequest;
import org.predictbench.serving.full.MultiInferenceResponse;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.RegressionResponse;
import org.tensorflow.Tensor;

/** Answers Classify, Regress and MultiInference. Thread-safe. */
public record ExampleInference(ServingMetrics metrics) {
  private static final String CLASSIFY = MethodNames.bare(MethodNames.CLASSIFY);
  private static final String REGRESS = MethodNames.bare(MethodNames.REGRESS);
  private static final String MULTI_INFERENCE = MethodNames.bare(MethodNames.MULTI_INFERENCE);

  /**
   * Runs a classifier.
   *
   * @throws ServingException if the request is refused
   */
  public ClassificationResponse classify(Servable servable, ClassificationRequest request) {
    ModelSpec spec = request.getModelSpec();
    Classifications task =
        new Classifications(signature(servable, spec, "No signature was found with the name: "));
    return run(
        servable,
        CLASSIFY,
        request.getInput(),
        List.of(task),
        task.fetches(),
        (fetched, examples) ->
            ClassificationResponse.newBuilder()
                .setResult(task.result(fetched, examples))
                .setModelSpec(served(servable, spec))
                .build());
  }

  /**
   * Runs a regressor.
   *
   * @throws ServingException if the request is refused
   */
  public RegressionResponse regress(Servable servable, RegressionRequest request) {
    ModelSpec spec = request.getModelSpec();
    Regressions task =
        new Regressions(signature(servable, spec, "No signature was found with the name: "));
    return run(
        servable,
        REGRESS,
        request.getInput(),
        List.of(task),
        task.fetches(),
        (fetched, examples) ->
            RegressionResponse.newBuilder()
                .setResult(task.result(fetched, examples))
                .setModelSpec(served(servable, spec))
                .build());
  }

  /**
   * Runs several classifiers and regressors on one input in one run.
   *
   * @throws ServingException if the request is refused
   */
  public MultiInferenceResponse multi(Servable servable, MultiInferenceRequest request) {
    List<ExampleTask> tasks = tasks(servable, request);
    Set<String> fetches = new TreeSet<>();
    tasks.forEach(task -> fetches.addAll(task.fetches()));
    return run(
        servable,
        MULTI_INFERENCE,
        request.getInput(),
        tasks,
        List.copyOf(fetches),
        (fetched, examples) -> {
          MultiInferenceResponse.Builder response = MultiInferenceResponse.newBuilder();
          for (int i = 0; i < tasks.size(); i++) {
            InferenceResult.Builder result = response.addResultsBuilder();
            if (tasks.get(i) instanceof Classifications classifier) {
              result.setClassificationResult(classifier.result(fetched, examples));
            } else if (tasks.get(i) instanceof Regressions regressor) {
              result.setRegressionResult(regressor.result(fetched, examples));
            }
            result.setModelSpec(served(servable, request.getTasks(i).getModelSpec()));
          }
          return response.build();
        });
  }

  private static List<ExampleTask> tasks(Servable servable, MultiInferenceRequest request) {
    String model = "";
    Set<String> seen = new HashSet<>();
    List<ExampleTask> tasks = new ArrayList<>();
    for (InferenceTask task : request.getTasksList()) {
      ModelSpec spec = task.getModelSpec();
      if (spec.getName().isEmpty()) {
        throw ServingException.invalid("Found ModelSpec with an empty model name.");
      }
      if (!model.isEmpty() && !model.equals(spec.getName())) {
        throw ServingException.invalid(
            "All ModelSpecs in a MultiInferenceRequest must access the same model name.");
      }
      model = spec.getName();
      if (!seen.add(key(spec))) {
        throw ServingException.invalid("Duplicate evaluation of signature: " + key(spec));
      }
      ServableSignature signature =
          signature(servable, spec, "Requested signature not found in model graph: ");
      tasks.add(
          switch (task.getMethodName()) {
            case Classifications.METHOD -> new Classifications(signature);
            case Regressions.METHOD -> new Regressions(signature);
            default ->
                throw new ServingException(
                    Status.Code.UNIMPLEMENTED,
                    "Unsupported signature method_name: " + task.getMethodName());
          });
    }
    return tasks;
  }

  private <R> R run(
      Servable servable,
      String api,
      Input input,
      List<? extends ExampleTask> tasks,
      List<String> fetches,
      BiFunction<Map<String, Tensor>, Integer, R> respond) {
    try (Tensor examples = ExampleInput.tensor(input)) {
      int count = Math.toIntExact(examples.shape().get(0));
      long start = System.nanoTime();
      try (TensorRunner.Outputs outputs =
          servable
              .runner()
              .run(ExampleTask.feeds(tasks, examples), fetches, SessionCall.timeLeft())) {
        metrics.onRun(servable.name(), api, System.nanoTime() - start);
        Map<String, Tensor> fetched = new LinkedHashMap<>();
        for (int i = 0; i < fetches.size(); i++) {
          fetched.put(fetches.get(i), outputs.get(i));
        }
        R response = respond.apply(fetched, count);
        metrics.onExamples(servable.name(), count);
        return response;
      }
    }
  }

  private static ServableSignature signature(Servable servable, ModelSpec spec, String otherwise) {
    ServableSignature signature = servable.signatures().get(key(spec));
    if (signature == null) {
      throw ServingException.invalid(otherwise + key(spec));
    }
    return signature;
  }

  private static String key(ModelSpec spec) {
    return spec.getSignatureName().isEmpty()
        ? ServableSignature.DEFAULT_KEY
        : spec.getSignatureName();
  }

  private static ModelSpec served(Servable servable, ModelSpec spec) {
    return ModelSpec.newBuilder()
        .setName(spec.getName())
        .setSignatureName(key(spec))
        .setVersion(Int64Value.of(servable.version()))
        .build();
  }
}
