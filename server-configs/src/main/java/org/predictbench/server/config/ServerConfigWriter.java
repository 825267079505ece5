package org.predictbench.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes configs as {@link ServerConfigs} reads them. Stateless and thread-safe. */
public final class ServerConfigWriter {
  private ServerConfigWriter() {}

  /** The YAML of a config; what is left to defaults is left out. */
  public static String write(ServerConfig config) {
    Map<String, Object> top = new LinkedHashMap<>();
    top.put("name", config.name());
    top.put("description", config.description());
    top.put("kind", config.kind().name().toLowerCase(Locale.ROOT));
    config.build().ifPresent(build -> top.put("build", build.label()));
    config.image().ifPresent(image -> top.put("image", image));
    if (!config.threads().equals(Threads.DEFAULT)) {
      top.put("threads", threads(config.threads()));
    }
    if (config.batching().enabled()) {
      top.put("batching", batching(config.batching()));
    }
    top.put("listen", listen(config.listen()));
    if (!config.flags().isEmpty()) {
      top.put("flags", config.flags());
    }
    config.target().ifPresent(target -> top.put("target", target.toString()));
    if (!config.jvm().isOurs()) {
      top.put("jvm", jvm(config.jvm()));
    }
    try {
      return YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build()
          .writeValueAsString(top);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps and lists are always writable", e);
    }
  }

  private static Map<String, Object> threads(Threads threads) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("intra_op", threads.intraOp());
    map.put("inter_op", threads.interOp());
    return map;
  }

  private static Map<String, Object> batching(Batching batching) {
    BatchQueueing queueing = batching.queueing();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("enabled", true);
    map.put("max_batch_size", batching.maxBatchSize());
    map.put("timeout_micros", batching.timeoutMicros());
    map.put("threads", batching.threads());
    map.put("max_enqueued_batches", queueing.maxEnqueuedBatches());
    if (!queueing.allowedBatchSizes().isEmpty()) {
      map.put("allowed_batch_sizes", queueing.allowedBatchSizes());
    }
    map.put("pad_variable_length_inputs", queueing.padVariableLengthInputs());
    if (!queueing.threadPoolName().isEmpty()) {
      map.put("thread_pool_name", queueing.threadPoolName());
    }
    map.put("enable_large_batch_splitting", queueing.enableLargeBatchSplitting());
    map.put("max_execution_batch_size", queueing.maxExecutionBatchSize());
    map.values().removeIf(value -> value.equals(0) || value.equals(false));
    return map;
  }

  private static Map<String, Object> listen(Listen listen) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tcp", listen.tcp());
    map.put("uds", listen.uds());
    map.put("rest", listen.rest());
    return map;
  }

  private static Map<String, Object> jvm(Jvm jvm) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (!jvm.home().isEmpty()) {
      map.put("home", jvm.home());
    }
    if (!jvm.args().isEmpty()) {
      map.put("args", String.join(" ", jvm.args()));
    }
    return map;
  }
}
