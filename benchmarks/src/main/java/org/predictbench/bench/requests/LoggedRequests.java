package org.predictbench.bench.requests;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;
import org.predictbench.serving.full.Input;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.PredictionLog;
import org.predictbench.serving.full.tensorflow.Example;

/**
 * The requests of one signature in a TFRecord file of PredictionLogs. Those of Classify and Regress
 * become what a server makes of them: one string tensor of serialised {@code tf.Example}s.
 */
final class LoggedRequests {
  private final Signature signature;
  private final MemoryBound bound = new MemoryBound();
  private final List<Inputs> requests = new ArrayList<>();
  private final LeftOut leftOut = new LeftOut("record");

  private LoggedRequests(Signature signature) {
    this.signature = signature;
  }

  static LoggedRequests read(Path file, Signature signature) throws IOException {
    LoggedRequests logged = new LoggedRequests(signature);
    RecordFile.forEach(file, logged::add);
    return logged;
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  /**
   * The set.
   *
   * @throws InputException if no record is of the signature; names those there are
   */
  RequestSet set(Path file) {
    if (requests.isEmpty()) {
      throw leftOut.nothingLeft(file, signature);
    }
    return new RequestSet(file.toString(), requests, leftOut.notes());
  }

  private void add(PredictionLog log) {
    switch (log.getLogTypeCase()) {
      case PREDICT_LOG -> {
        PredictRequest request = log.getPredictLog().getRequest();
        if (isWanted(request.getModelSpec())) {
          SignatureCheck.aliases(List.copyOf(request.getInputsMap().keySet()), signature);
          Inputs inputs = PredictionLogs.inputs(request, bound);
          SignatureCheck.check(inputs, signature);
          requests.add(inputs);
        }
      }
      case CLASSIFY_LOG -> {
        if (isWanted(log.getClassifyLog().getRequest().getModelSpec())) {
          requests.add(examples(log.getClassifyLog().getRequest().getInput()));
        }
      }
      case REGRESS_LOG -> {
        if (isWanted(log.getRegressLog().getRequest().getModelSpec())) {
          requests.add(examples(log.getRegressLog().getRequest().getInput()));
        }
      }
      default -> leftOut.countKind(log.getLogTypeCase().name().toLowerCase(Locale.ROOT));
    }
  }

  private boolean isWanted(ModelSpec spec) {
    return leftOut.isWanted(spec.getSignatureName(), signature);
  }

  private Inputs examples(Input input) {
    String alias = signature.inputs().keySet().stream().findFirst().orElse("");
    if (signature.inputs().size() != 1 || signature.inputs().get(alias).dtype() != DType.STRING) {
      throw new InputException(
          "holds tf.Examples, which take a single string input; signature '%s' has %s"
              .formatted(signature.key(), signature.inputs()));
    }
    List<Example> examples =
        input.hasExampleListWithContext()
            ? input.getExampleListWithContext().getExamplesList()
            : input.getExampleList().getExamplesList();
    // Serialised messages one after the other merge: the example's own features win.
    ByteString context =
        input.hasExampleListWithContext()
            ? input.getExampleListWithContext().getContext().toByteString()
            : ByteString.EMPTY;
    bound.reserve(DType.STRING, examples.size());
    byte[][] rows = new byte[examples.size()][];
    for (int i = 0; i < rows.length; i++) {
      ByteString row = context.concat(examples.get(i).toByteString());
      bound.reserve(row.size());
      rows[i] = row.toByteArray();
    }
    Inputs inputs = Inputs.of(alias, Tensor.strings(rows, rows.length));
    SignatureCheck.check(inputs, signature);
    return inputs;
  }
}
