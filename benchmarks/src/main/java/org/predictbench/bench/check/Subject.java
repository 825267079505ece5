package org.predictbench.bench.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

/** The client that is checked, and the server that it is checked against. */
record Subject(OwnClient client, EchoServer server) {
  private static final String METHOD = "tensorflow/serving/predict";

  /** Opens it for a model of that behaviour, which takes and returns such tensors. */
  PredictClient open(String behaviour, Inputs like) {
    return open(ModelRef.of(behaviour), like);
  }

  PredictClient open(ModelRef model, Inputs like) {
    Map<String, Signature.Spec> specs = new LinkedHashMap<>();
    for (int i = 0; i < like.size(); i++) {
      Tensor tensor = like.tensor(i);
      specs.put(like.alias(i), new Signature.Spec(tensor.dtype(), tensor.shape()));
    }
    Signature signature = new Signature(model.signature(), METHOD, specs, specs);
    return client.open(server.target(), model.withSignature(signature));
  }

  /**
   * Checks that these are the tensors that were sent.
   *
   * @throws Broken if they are not
   */
  static void requireEcho(Inputs sent, Outputs received) {
    for (int i = 0; i < sent.size(); i++) {
      String alias = sent.alias(i);
      if (!received.aliases().contains(alias)) {
        throw new Broken("the answer has no '%s', but %s".formatted(alias, received.aliases()));
      }
      if (!received.tensor(alias).sameBitsAs(sent.tensor(i))) {
        throw new Broken(
            "%s '%s' came back as another one: %s"
                .formatted(sent.tensor(i), alias, received.tensor(alias)));
      }
    }
    if (received.aliases().size() > sent.size()) {
      throw new Broken("the answer has more outputs than the server sent: " + received.aliases());
    }
  }

  /** A promise that is not kept; the message says how. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message);
    }
  }
}
