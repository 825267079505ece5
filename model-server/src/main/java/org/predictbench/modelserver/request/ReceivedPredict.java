package org.predictbench.modelserver.request;

import java.util.Map;
import org.predictbench.modelserver.tensor.WirePieces;
import org.predictbench.serving.full.PredictRequest;

/**
 * A Predict request as it was received.
 *
 * @param message the request without those contents
 * @param contents by input alias, the {@code tensor_content} that stayed where it was received, not
 *     to be read once {@link RequestBytes} is closed
 * @param ofModel whether it came with the model rather than from a caller, who is trusted less
 */
public record ReceivedPredict(
    PredictRequest message, Map<String, WirePieces> contents, boolean ofModel) {
  /** Returns a caller's request whose message holds everything. */
  public static ReceivedPredict whole(PredictRequest message) {
    return new ReceivedPredict(message, Map.of(), false);
  }

  /** Returns a request that came with the model. */
  public static ReceivedPredict ofModel(PredictRequest message) {
    return new ReceivedPredict(message, Map.of(), true);
  }
}
