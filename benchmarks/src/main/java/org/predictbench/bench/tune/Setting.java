package org.predictbench.bench.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.client.axis.Axis;
import org.predictbench.client.axis.Reuse;
import org.predictbench.client.axis.TargetKind;
import org.predictbench.client.axis.Variant;
import org.predictbench.server.config.Batching;
import org.predictbench.server.config.Build;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.SpelledConfig;
import org.predictbench.server.config.Threads;

/**
 * One value for each knob: a server and a client. Immutable.
 *
 * @param grpcThreads calls that the server answers at a time; 0 leaves it to the server
 * @param client name of a preset, such as {@code best}
 * @param connections that the client's calls share
 */
public record Setting(
    Build build,
    Threads threads,
    Batching batching,
    int grpcThreads,
    String client,
    int connections) {

  /** What tells its server from others, and is its config's name. */
  public String server() {
    String spelled = SpelledConfig.name(build, threads, batching);
    return grpcThreads == 0 ? spelled : spelled + "-grpc" + grpcThreads;
  }

  /** Unique among settings, and good for file names. */
  public String name() {
    return server() + "." + clientName();
  }

  /** The client's part of the name. */
  public String clientName() {
    return connections == 1 ? client : client + "-pool" + connections;
  }

  /** The server's config, as a file has it. */
  public ServerConfig config() {
    ServerConfig config =
        ServerConfig.embedded(
            server(), "a setting of 'tune': " + serverWords(), build, threads, batching);
    return grpcThreads == 0
        ? config
        : config.withFlags(List.of("--grpc_max_threads=" + grpcThreads));
  }

  /** The client, by TCP. */
  public Variant variant() {
    Variant preset =
        Variant.preset(client, TargetKind.TCP)
            .orElseThrow(() -> new IllegalArgumentException("no preset is called " + client));
    return connections == 1
        ? preset
        : preset.with(Axis.parse(List.of(Reuse.values()), "pool-" + connections));
  }

  /** How many knobs stand otherwise than in another setting. */
  public int changes(Setting other) {
    int changes = 0;
    Map<String, String> mine = knobs();
    for (Map.Entry<String, String> theirs : other.knobs().entrySet()) {
      changes += mine.get(theirs.getKey()).equals(theirs.getValue()) ? 0 : 1;
    }
    return changes;
  }

  /** Each knob and how it stands, in words. */
  public Map<String, String> knobs() {
    Map<String, String> knobs = new LinkedHashMap<>();
    knobs.put(Space.BUILD, build.label());
    knobs.put(Space.INTRA_OP, count(threads.intraOp()));
    knobs.put(Space.INTER_OP, count(threads.interOp()));
    knobs.put(Space.BATCHING, batchingWords());
    knobs.put(Space.GRPC_THREADS, count(grpcThreads));
    knobs.put(Space.CLIENT, client);
    knobs.put(Space.CONNECTIONS, Integer.toString(connections));
    return knobs;
  }

  /** As {@code build native, 1 thread inside an op, …}. */
  private String serverWords() {
    List<String> words = new ArrayList<>();
    knobs()
        .forEach(
            (knob, value) -> {
              if (!knob.equals(Space.CLIENT) && !knob.equals(Space.CONNECTIONS)) {
                words.add(knob + " " + value);
              }
            });
    return String.join(", ", words);
  }

  private String batchingWords() {
    return batching.enabled()
        ? "of %s within %d µs, %s at once"
            .formatted(
                count(batching.maxBatchSize()), batching.timeoutMicros(), count(batching.threads()))
        : "off";
  }

  private static String count(int number) {
    return number == 0 ? "default" : Integer.toString(number);
  }

  @Override
  public String toString() {
    return name();
  }
}
