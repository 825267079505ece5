package org.predictbench.client.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import java.time.Duration;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.TestTensors;
import org.predictbench.client.wire.DirectMethod;

/** Blocking HTTP/2 clients for tests, and what they are asked. */
final class SocketClients {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final Inputs ONE = Inputs.of("input", Tensor.of(new float[1], 1));

  private SocketClients() {}

  /** A client whose connections are the test's. */
  static SocketPredictClient over(Target target, ConnectionPool connections) {
    return new SocketPredictClient(target, method(), PATIENCE, connections);
  }

  static DirectMethod method() {
    return DirectMethod.predict(model("fields"));
  }

  static ModelRef model(String behaviour) {
    return TestTensors.model(behaviour, ONE);
  }

  /** A batch of so many images. */
  static Inputs images(int batch) {
    return TestTensors.input(batch * 224 * 224 * 3, batch, 224, 224, 3);
  }

  static PredictException failure(PredictClient client, Inputs inputs) {
    PredictException failure =
        catchThrowableOfType(PredictException.class, () -> client.predict(inputs));
    assertThat(failure).as("the call's failure").isNotNull();
    return failure;
  }

  static void requireFailure(PredictClient client, Status.Code code) {
    PredictException failure = failure(client, ONE);
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
  }

  /** The scripted server's answer, which has no outputs. */
  static void requireAnswer(PredictClient client) {
    requireAnswer(client, ONE);
  }

  static void requireAnswer(PredictClient client, Inputs inputs) {
    assertThat(client.predict(inputs).aliases()).isEmpty();
  }
}
