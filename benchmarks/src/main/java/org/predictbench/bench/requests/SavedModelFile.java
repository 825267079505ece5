package org.predictbench.bench.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;
import org.predictbench.client.Signature;
import org.predictbench.serving.full.tensorflow.SignatureDef;
import org.predictbench.serving.full.tensorflow.TensorInfo;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/**
 * What a SavedModel says about itself, read from its files; neither its graph nor its weights are
 * loaded. Immutable.
 */
public final class SavedModelFile {
  /** Where a model's own warm-up requests lie in its version folder. */
  public static final Path WARM_UP_REQUESTS = Path.of("assets.extra", "tf_serving_warmup_requests");

  /** The meta graph that a server loads. */
  private static final String SERVE = "serve";

  /** The one that TensorFlow runs as it loads the model; not for callers. */
  private static final String INITIALISER = "__saved_model_init_op";

  /** Types of references to variables, as old graphs have them, lie so far above the values'. */
  private static final int REFERENCE = 100;

  private final Path versionFolder;
  private final List<Set<String>> tags;
  private final Map<String, Signature> signatures;
  private final List<String> notes;

  private SavedModelFile(
      Path versionFolder,
      List<Set<String>> tags,
      Map<String, Signature> signatures,
      List<String> notes) {
    this.versionFolder = versionFolder;
    this.tags = List.copyOf(tags);
    this.signatures = Collections.unmodifiableMap(signatures);
    this.notes = List.copyOf(notes);
  }

  /**
   * Reads {@code saved_model.pb} or {@code saved_model.pbtxt}.
   *
   * @throws IllegalArgumentException in one line that names the file, if there is none, it is
   *     damaged, or it has no meta graph that a server loads
   */
  public static SavedModelFile read(Path versionFolder) throws IOException {
    List<MetaGraphs.MetaGraph> graphs = MetaGraphs.read(versionFolder);
    MetaGraphs.MetaGraph served =
        graphs.stream()
            .filter(graph -> graph.tags().contains(SERVE))
            .min(Comparator.comparingInt(graph -> graph.tags().size()))
            .orElseThrow(
                () ->
                    new InputException(
                        "%s: no meta graph has the tag 'serve', which a server loads; there are %s"
                            .formatted(
                                versionFolder,
                                graphs.stream().map(MetaGraphs.MetaGraph::tags).toList())));
    List<String> notes = new ArrayList<>();
    Map<String, Signature> signatures = new LinkedHashMap<>();
    new TreeMap<>(served.signatures())
        .forEach(
            (key, signature) -> {
              if (!key.equals(INITIALISER)) {
                signatures.put(key, signature(key, signature, notes));
              }
            });
    return new SavedModelFile(
        versionFolder, graphs.stream().map(MetaGraphs.MetaGraph::tags).toList(), signatures, notes);
  }

  private static Signature signature(String key, SignatureDef signature, List<String> notes) {
    return new Signature(
        key,
        signature.getMethodName(),
        specs(key, "input", signature.getInputsMap(), notes),
        specs(key, "output", signature.getOutputsMap(), notes));
  }

  private static Map<String, Signature.Spec> specs(
      String key, String what, Map<String, TensorInfo> tensors, List<String> notes) {
    Map<String, Signature.Spec> specs = new LinkedHashMap<>();
    // A map's order on the wire is nobody's choice.
    new TreeMap<>(tensors)
        .forEach(
            (alias, tensor) -> {
              try {
                specs.put(alias, spec(tensor));
              } catch (IllegalArgumentException e) {
                notes.add(
                    "signature '%s': %s '%s' is left out: %s"
                        .formatted(key, what, alias, e.getMessage()));
              }
            });
    return specs;
  }

  private static Signature.Spec spec(TensorInfo tensor) {
    if (tensor.hasCooSparse()) {
      throw new InputException("it is sparse");
    }
    if (tensor.hasCompositeTensor()) {
      throw new InputException("it is composite");
    }
    DType dtype = DType.of(tensor.getDtypeValue() % REFERENCE);
    TensorShapeProto shape = tensor.getTensorShape();
    return new Signature.Spec(
        dtype,
        shape.getUnknownRank()
            ? null
            : shape.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray());
  }

  /** By key, without those that only TensorFlow itself calls. */
  public Map<String, Signature> signatures() {
    return signatures;
  }

  /** The tags of each meta graph, in the file's order. */
  public List<Set<String>> tags() {
    return tags;
  }

  /** What was left out, a line each. */
  public List<String> notes() {
    return notes;
  }

  /** The model's own warm-up requests, if it has any. */
  public Optional<Path> warmUpRequests() {
    Path file = versionFolder.resolve(WARM_UP_REQUESTS);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  /**
   * How many warm-up requests there are, of all signatures.
   *
   * @throws IllegalArgumentException in one line, if the file is damaged
   */
  public int warmUpRecords() throws IOException {
    Optional<Path> file = warmUpRequests();
    return file.isPresent() ? RecordFile.forEach(file.get(), log -> {}) : 0;
  }

  /**
   * The folder of the version that a server takes: the highest number below the base folder.
   *
   * @param base the model's base folder, or a version's own
   * @throws IllegalArgumentException in one line, if there is no SavedModel
   */
  public static Path newestVersion(Path base) throws IOException {
    if (MetaGraphs.isIn(base)) {
      return base;
    }
    if (!Files.isDirectory(base)) {
      throw new InputException(
          "%s is no folder: a model's base folder, or one of its versions, is expected"
              .formatted(base));
    }
    Path newest;
    try (Stream<Path> entries = Files.list(base)) {
      newest =
          entries
              .filter(entry -> version(entry) >= 0 && Files.isDirectory(entry))
              .max(Comparator.comparingLong(SavedModelFile::version))
              .orElseThrow(
                  () ->
                      new InputException(
                          "%s holds neither saved_model.pb nor a folder named by a version number"
                              .formatted(base)));
    }
    if (!MetaGraphs.isIn(newest)) {
      throw new InputException(
          "%s holds no saved_model.pb; a server would take it as the newest version"
              .formatted(newest));
    }
    return newest;
  }

  private static long version(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("[0-9]{1,18}") ? Long.parseLong(name) : -1;
  }

  @Override
  public String toString() {
    return versionFolder
        + signatures.values().stream()
            .map(signature -> signature.key() + signature.inputs())
            .sorted()
            .collect(Collectors.joining(", ", " {", "}"));
  }
}
