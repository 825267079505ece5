package org.predictbench.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.client.axis.Variant;

/** A test of the tester: clients broken on purpose, each of which the contract has to catch. */
class BrokenVariantTest {
  @TempDir Path folder;
  private FakeServers servers;

  @BeforeEach
  void start() throws Exception {
    servers = new FakeServers(folder.resolve("s.sock"));
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void passesAnHonestClient() {
    for (PredictContract promise : PredictContract.values()) {
      assertThatCode(() -> check(promise, honest -> honest)).doesNotThrowAnyException();
    }
  }

  @Test
  void catchesOneLostBit() {
    UnaryOperator<PredictClient> broken =
        honest ->
            new Wrapped(honest) {
              @Override
              public Outputs predict(Inputs inputs, RequestOptions options) {
                Outputs answer = super.predict(inputs, options);
                Map<String, Tensor> outputs = new LinkedHashMap<>();
                for (String alias : answer.aliases()) {
                  Tensor tensor = answer.tensor(alias);
                  if (tensor.dtype() == DType.FLOAT) {
                    float[] values = tensor.floats().clone();
                    // -0.0 becomes 0.0, which == would not notice.
                    values[3] += 0.0f;
                    tensor = Tensor.of(values, tensor.shape());
                  }
                  outputs.put(alias, tensor);
                }
                return Outputs.of(outputs);
              }
            };
    requireCaught(PredictContract.EVERY_BIT, broken);
    requireCaught(PredictContract.EVERY_BIT_OF_CONTENT, broken);
  }

  @Test
  void catchesAnAnswerMadeUpForABadReply() {
    requireCaught(
        PredictContract.BAD_REPLIES,
        honest ->
            new Wrapped(honest) {
              @Override
              public Outputs predict(Inputs inputs, RequestOptions options) {
                try {
                  return super.predict(inputs, options);
                } catch (PredictException e) {
                  return Outputs.of(Map.of());
                }
              }
            });
  }

  @Test
  void catchesAnotherCode() {
    UnaryOperator<PredictClient> broken =
        honest ->
            new Wrapped(honest) {
              @Override
              public Outputs predict(Inputs inputs, RequestOptions options) {
                try {
                  return super.predict(inputs, options);
                } catch (PredictException e) {
                  throw new PredictException(Status.Code.UNKNOWN, e.getMessage());
                }
              }
            };
    requireCaught(PredictContract.FAILURES, broken);
    requireCaught(PredictContract.DEADLINE, broken);
    requireCaught(PredictContract.CANCELLATION, broken);
  }

  @Test
  void catchesACloseThatDoesNothing() {
    requireCaught(
        PredictContract.CLOSE,
        honest ->
            new Wrapped(honest) {
              private int closed;

              @Override
              public void close() {
                // The second one does close, or this test would leak.
                if (closed++ > 0) {
                  super.close();
                }
                if (closed > 1) {
                  throw new IllegalStateException("closed twice");
                }
              }
            });
  }

  private void requireCaught(PredictContract promise, UnaryOperator<PredictClient> broken) {
    assertThatThrownBy(() -> check(promise, broken)).as(promise.name()).isNotNull();
  }

  private void check(PredictContract promise, UnaryOperator<PredictClient> broken) {
    Variant variant = Variant.best();
    promise.check(
        new PredictContract.Opener() {
          @Override
          public PredictClient open(String behaviour, Inputs like, Duration deadline) {
            return broken.apply(
                PredictClients.create(
                    variant,
                    servers.target(variant.transport()),
                    TestTensors.model(behaviour, like),
                    deadline));
          }

          @Override
          public CompletableFuture<Void> arrival(String behaviour) {
            return servers.service.arrival(behaviour);
          }
        });
  }

  private static class Wrapped implements PredictClient {
    private final PredictClient honest;

    Wrapped(PredictClient honest) {
      this.honest = honest;
    }

    @Override
    public Outputs predict(Inputs inputs, RequestOptions options) {
      return honest.predict(inputs, options);
    }

    @Override
    public CompletableFuture<Outputs> predictAsync(Inputs inputs, RequestOptions options) {
      return honest.predictAsync(inputs, options);
    }

    @Override
    public void close() {
      honest.close();
    }
  }
}
