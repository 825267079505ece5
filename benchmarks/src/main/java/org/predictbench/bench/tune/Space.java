package org.predictbench.bench.tune;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Suites;
import org.predictbench.bench.result.YamlFields;
import org.predictbench.client.axis.TargetKind;
import org.predictbench.client.axis.Variant;
import org.predictbench.server.config.Batching;
import org.predictbench.server.config.Build;
import org.predictbench.server.config.CpuFlags;
import org.predictbench.server.config.Threads;

/**
 * The settings that {@code tune} chooses from: every combination of the knobs' values. The first
 * value of each knob is how it stands today.
 *
 * @param settings today's first
 * @param dropped values that this machine cannot have, each with its reason
 */
public record Space(List<Setting> settings, List<String> dropped) {
  static final String BUILD = "build";
  static final String INTRA_OP = "intra_op";
  static final String INTER_OP = "inter_op";
  static final String BATCHING = "batching";
  static final String GRPC_THREADS = "grpc_max_threads";
  static final String CLIENT = "client";
  static final String CONNECTIONS = "connections";

  private static final String SHIPPED = "tune/default.yaml";

  /** More would take days, and memory. */
  private static final int MOST = 20_000;

  public Space {
    settings = List.copyOf(settings);
    dropped = List.copyOf(dropped);
  }

  /** How everything stands today. */
  public Setting today() {
    return settings.get(0);
  }

  /** How many servers there are among them. */
  public long servers() {
    return settings.stream().map(Setting::server).distinct().count();
  }

  /** The text of a space: the shipped one, or a file's. */
  public static String text(Path fileOrNull) {
    if (fileOrNull == null) {
      return Suites.resource(SHIPPED);
    }
    try {
      return Files.readString(fileOrNull);
    } catch (IOException e) {
      throw new InputException("cannot read the space " + fileOrNull + ": " + e.getMessage(), e);
    }
  }

  /**
   * What a space is made for.
   *
   * @param processors for {@code auto} and {@code half}
   * @param rows of the largest request: a server that batches takes none of more than its batches
   * @param isServerGiven whether the server runs already, so that the client alone is chosen
   */
  public record Circumstances(int processors, int rows, boolean isServerGiven) {}

  /**
   * Reads a space.
   *
   * @param source the file's name, for error messages
   * @throws InputException in one line with key and what is allowed
   */
  public static Space read(String source, String yaml, Circumstances circumstances) {
    return new Reader(source, yaml, circumstances).read();
  }

  /** Reads one document. */
  private static final class Reader {
    private final YamlFields top;
    private final String source;
    private final Circumstances given;
    private final List<String> dropped = new ArrayList<>();

    Reader(String source, String yaml, Circumstances given) {
      this.source = source;
      this.top = new YamlFields(source, YamlFields.parse(source, yaml));
      this.given = given;
    }

    Space read() {
      List<Build> builds = builds();
      List<Integer> intra = counts(INTRA_OP);
      List<Integer> inter = counts(INTER_OP);
      List<Batching> batchings = batchings();
      List<Integer> grpc = counts(GRPC_THREADS);
      List<String> clients = clients();
      List<Integer> connections = counts(CONNECTIONS);
      top.rejectUnknown();
      if (given.isServerGiven()) {
        builds = builds.subList(0, 1);
        intra = List.of(0);
        inter = List.of(0);
        batchings = List.of(Batching.OFF);
        grpc = List.of(0);
      }
      long size =
          (long) builds.size() * intra.size() * inter.size() * batchings.size() * grpc.size();
      if (size * clients.size() * connections.size() > MOST) {
        throw top.error("a space of more than 20,000 settings: leave values out");
      }
      Map<String, Setting> settings = new LinkedHashMap<>();
      for (Build build : builds) {
        for (int intraOp : intra) {
          for (int interOp : inter) {
            for (Batching batching : batchings) {
              for (int threads : grpc) {
                for (String client : clients) {
                  for (int count : connections) {
                    Setting setting =
                        new Setting(
                            build, new Threads(intraOp, interOp), batching, threads, client, count);
                    settings.putIfAbsent(setting.name(), setting);
                  }
                }
              }
            }
          }
        }
      }
      return new Space(List.copyOf(settings.values()), dropped);
    }

    private List<Build> builds() {
      Set<Build> builds = new LinkedHashSet<>();
      CpuFlags cpu = CpuFlags.ofThisMachine();
      for (String label : top.textsOr(BUILD, List.of("native"))) {
        Build build =
            Build.labelled(label)
                .orElseThrow(
                    () ->
                        top.error(
                            BUILD, "unknown '%s'; known: %s".formatted(label, Build.labels())));
        Optional<String> why = build.unavailableOn(cpu);
        if (why.isPresent()) {
          dropped.add(why.get());
        } else {
          builds.add(build);
        }
      }
      if (builds.isEmpty()) {
        throw top.error(BUILD, "none of them runs on this machine: " + String.join("; ", dropped));
      }
      return List.copyOf(builds);
    }

    /** Numbers from 0; {@code auto} is one a processor, {@code half} one for two. */
    private List<Integer> counts(String key) {
      String usual = key.equals(CONNECTIONS) ? "1" : "0";
      Set<Integer> counts = new LinkedHashSet<>();
      for (String text : top.textsOr(key, List.of(usual))) {
        switch (text) {
          case "auto" -> counts.add(given.processors());
          case "half" -> counts.add(Math.max(1, given.processors() / 2));
          default -> counts.add(number(key, text));
        }
      }
      return List.copyOf(counts);
    }

    private int number(String key, String text) {
      if (text.matches("\\d{1,6}") && !(key.equals(CONNECTIONS) && !text.matches("[1248]"))) {
        return Integer.parseInt(text);
      }
      throw top.error(
          key,
          key.equals(CONNECTIONS)
              ? "expected 1, 2, 4 or 8, found '" + text + "'"
              : "expected numbers from 0, 'half' or 'auto', found '" + text + "'");
    }

    private List<Batching> batchings() {
      if (!top.has(BATCHING)) {
        return List.of(Batching.OFF);
      }
      Set<Batching> batchings = new LinkedHashSet<>();
      int index = 0;
      for (JsonNode node : top.list(BATCHING)) {
        String place = "%s: %s[%d]".formatted(source, BATCHING, index++);
        // YAML 1.1 takes the word off for false.
        boolean isOff = node.isBoolean() ? !node.asBoolean() : node.asText().equals("off");
        batchings.add(isOff ? Batching.OFF : batching(new YamlFields(place, node)));
      }
      return List.copyOf(batchings);
    }

    private Batching batching(YamlFields fields) {
      String threads = fields.textOr("threads", "0");
      Batching batching =
          new Batching(
              true,
              batchSize(fields),
              number("timeout_micros", fields.textOr("timeout_micros", "0")),
              threads.equals("auto") ? given.processors() : number("threads", threads));
      fields.rejectUnknown();
      return batching;
    }

    /** Rows, or with an x how many of the largest requests: {@code 4x}. */
    private int batchSize(YamlFields fields) {
      String text = fields.text("max_batch_size");
      if (text.matches("[1-9]\\d{0,3}x")) {
        return Integer.parseInt(text.replace("x", "")) * given.rows();
      }
      if (!text.matches("[1-9]\\d{0,5}")) {
        throw fields.error(
            "max_batch_size",
            "expected rows, or 4x for four of the largest requests, found " + text);
      }
      return Integer.parseInt(text);
    }

    private List<String> clients() {
      List<String> clients = List.copyOf(new LinkedHashSet<>(top.textsOr(CLIENT, List.of("best"))));
      for (String client : clients) {
        if (Variant.preset(client, TargetKind.TCP).isEmpty()) {
          throw top.error(
              CLIENT, "unknown '%s'; known: naive, grpc, best, leanest".formatted(client));
        }
      }
      return clients;
    }
  }
}
