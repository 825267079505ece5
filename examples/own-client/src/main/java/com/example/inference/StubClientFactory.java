package com.example.inference;

import java.util.Map;
import java.util.Set;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClientFactory;
import org.predictbench.client.Target;

/** What PredictBench asks for a client: the only class that knows both. */
public final class StubClientFactory implements PredictClientFactory {
  private static final String ENCODING = "encoding";

  @Override
  public String name() {
    return "published stubs, grpc-netty-shaded";
  }

  @Override
  public PredictClient open(Target target, ModelRef model, Map<String, String> options) {
    if (!Set.of(ENCODING).containsAll(options.keySet())) {
      throw new IllegalArgumentException("known options: " + ENCODING + "; given: " + options);
    }
    Encoding encoding =
        switch (options.getOrDefault(ENCODING, "float_val")) {
          case "float_val" -> Encoding.FIELDS;
          case "tensor_content" -> Encoding.CONTENT;
          default ->
              throw new IllegalArgumentException("encoding: float_val or tensor_content, not " + options);
        };
    return new StubClient(target.toString(), model, encoding);
  }
}
