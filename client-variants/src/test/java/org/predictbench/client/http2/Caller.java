package org.predictbench.client.http2;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;

/** How callers wait. */
enum Caller {
  ON_A_THREAD {
    @Override
    CompletableFuture<Outputs> call(PredictClient client, Inputs inputs) {
      CompletableFuture<Outputs> answer = new CompletableFuture<>();
      new Thread(
              () -> {
                try {
                  answer.complete(client.predict(inputs));
                } catch (RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              })
          .start();
      return answer;
    }
  },
  ON_NONE {
    @Override
    CompletableFuture<Outputs> call(PredictClient client, Inputs inputs) {
      return client.predictAsync(inputs);
    }
  };

  abstract CompletableFuture<Outputs> call(PredictClient client, Inputs inputs);

  List<CompletableFuture<Outputs>> calls(PredictClient client, int count) {
    return IntStream.range(0, count).mapToObj(i -> call(client, SocketClients.ONE)).toList();
  }
}
