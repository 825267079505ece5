package org.predictbench.modelserver.request;

import java.util.Map;
import org.predictbench.modelserver.tensor.WirePieces;
import org.predictbench.serving.full.PredictRequest;

/**
 * A Predict request as it was received.
 *
 * @param message all of it but those contents
 * @param contents by input alias, the {@code tensor_content} that stayed where it was received, not
 *     to be read once {@link RequestBytes} is closed
 */
public record ReceivedPredict(PredictRequest message, Map<String, WirePieces> contents) {
  /** One whose message has all. */
  public static ReceivedPredict whole(PredictRequest message) {
    return new ReceivedPredict(message, Map.of());
  }
}
