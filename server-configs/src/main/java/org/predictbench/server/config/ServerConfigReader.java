package org.predictbench.server.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.predictbench.server.yaml.YamlMapping;

/** Reads one YAML document, strictly. */
final class ServerConfigReader {

  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "kind",
          "build",
          "image",
          "threads",
          "batching",
          "listen",
          "flags",
          "target",
          "jvm");

  /** The counts for which {@code auto} stands for one a processor. */
  private static final Set<String> THREADS = Set.of("intra_op", "inter_op", "threads");

  private final String file;
  private final int processors;

  /**
   * A reader for one document.
   *
   * @param file what errors call the document
   * @param processors what {@code auto} threads stand for
   */
  ServerConfigReader(String file, int processors) {
    this.file = file;
    this.processors = processors;
  }

  ServerConfig read(String yaml) {
    JsonNode tree = YamlMapping.parse(file, yaml, InvalidServerConfigException::new);
    Section root = new Section("", tree, KEYS);
    Section threads = section(root, "threads", "intra_op", "inter_op");
    Kind kind = root.choice("kind", Kind.values()).orElseThrow(() -> root.missing("kind"));
    try {
      return new ServerConfig(
          root.text("name"),
          root.textOr("description", ""),
          kind,
          build(root, kind),
          root.optionalText("image").or(() -> defaultImage(kind)),
          new Threads(threads.count("intra_op"), threads.count("inter_op")),
          batching(root),
          listen(root, kind),
          flags(root),
          root.optionalText("target").map(ServerTarget::parse),
          jvm(root));
    } catch (InvalidServerConfigException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw root.error(e.getMessage());
    }
  }

  private static Optional<Build> build(Section root, Kind kind) {
    Optional<Build> build = root.choice("build", Build.values());
    // An image is a build by itself.
    return kind == Kind.DOCKER ? build.or(() -> Optional.of(Build.NATIVE)) : build;
  }

  private static Optional<String> defaultImage(Kind kind) {
    return kind == Kind.DOCKER ? Optional.of(ServerConfig.DEFAULT_IMAGE) : Optional.empty();
  }

  private Batching batching(Section root) {
    Section section =
        section(
            root,
            "batching",
            "enabled",
            "max_batch_size",
            "timeout_micros",
            "threads",
            "max_enqueued_batches",
            "allowed_batch_sizes",
            "pad_variable_length_inputs",
            "thread_pool_name",
            "enable_large_batch_splitting",
            "max_execution_batch_size");
    return new Batching(
        section.flag("enabled", false),
        section.count("max_batch_size"),
        section.count("timeout_micros"),
        section.count("threads"),
        new BatchQueueing(
            section.count("max_enqueued_batches"),
            section.counts("allowed_batch_sizes"),
            section.flag("pad_variable_length_inputs", false),
            section.textOr("thread_pool_name", ""),
            section.flag("enable_large_batch_splitting", false),
            section.count("max_execution_batch_size")));
  }

  private Listen listen(Section root, Kind kind) {
    Section section = section(root, "listen", "tcp", "uds", "rest");
    return new Listen(
        section.flag("tcp", true),
        section.flag("uds", kind != Kind.DOCKER),
        section.flag("rest", false));
  }

  private Jvm jvm(Section root) {
    Section section = section(root, "jvm", "home", "args");
    return Jvm.of(section.textOr("home", ""), section.textOr("args", ""));
  }

  private static List<String> flags(Section root) {
    JsonNode value = root.optional("flags");
    List<String> flags = new ArrayList<>();
    for (JsonNode flag : value) {
      flags.add(flag.asText());
    }
    if (!(value.isMissingNode() || value.isArray())
        || !flags.stream().allMatch(flag -> flag.startsWith("--"))) {
      throw root.error("key 'flags' must be a list of flags such as --grpc_max_threads=4");
    }
    return flags;
  }

  private Section section(Section root, String key, String... known) {
    JsonNode section = root.has(key) ? root.optional(key) : JsonNodeFactory.instance.objectNode();
    return new Section(key + ".", section, List.of(known));
  }

  private JsonNode mapping(String prefix, JsonNode node, List<String> known) {
    if (!node.isObject()) {
      String what = prefix.isEmpty() ? "the file" : "'" + prefix.replace(".", "") + "'";
      String problem = " must hold keys and values; known keys: " + String.join(", ", known);
      throw new InvalidServerConfigException(file + ": " + what + problem);
    }
    return node;
  }

  /** The document, or a mapping in it; words its errors by the whole path of a key. */
  private final class Section extends YamlMapping {
    private final String prefix;
    private final List<String> keys;

    Section(String prefix, JsonNode node, List<String> keys) {
      super(file, mapping(prefix, node, keys), InvalidServerConfigException::new);
      this.prefix = prefix;
      this.keys = keys;
      rejectAllBut(keys);
    }

    @Override
    public RuntimeException error(String key, String problem) {
      return error("key '" + prefix + key + "': " + problem);
    }

    @Override
    protected RuntimeException missing(String key) {
      return error("key '" + prefix + key + "' is missing");
    }

    @Override
    protected RuntimeException unknownKey(String key) {
      String known = String.join(", ", keys);
      return error("unknown key '" + prefix + key + "'; known keys: " + known);
    }

    @Override
    protected RuntimeException unknownValue(String key, String value, String known) {
      return error("unknown %s '%s'; known: %s".formatted(key, value, known));
    }

    int count(String key) {
      JsonNode value = optional(key);
      if (value.isMissingNode()) {
        return 0;
      }
      boolean threads = THREADS.contains(key);
      if (threads && value.isTextual() && value.textValue().equals("auto")) {
        return processors;
      }
      if (!value.isInt() || value.intValue() < 0) {
        String allowed = threads ? "auto, 0 or a positive number" : "0 or a positive number";
        throw error("key '" + prefix + key + "' must be " + allowed + ", not " + value);
      }
      return value.intValue();
    }

    /** A list of positive numbers; empty if the key is not there. */
    List<Integer> counts(String key) {
      List<Integer> counts = new ArrayList<>();
      JsonNode value = optional(key);
      for (JsonNode entry : value) {
        counts.add(entry.isInt() ? entry.intValue() : 0);
      }
      if (!(value.isMissingNode() || value.isArray()) || counts.stream().anyMatch(n -> n < 1)) {
        throw error("key '" + prefix + key + "' must be a list of positive numbers, not " + value);
      }
      return counts;
    }

    boolean flag(String key, boolean otherwise) {
      JsonNode value = optional(key);
      if (!value.isMissingNode() && !value.isBoolean()) {
        throw error("key '" + prefix + key + "' must be true or false, not " + value);
      }
      return value.asBoolean(otherwise);
    }
  }
}
