package org.predictbench.bench.load;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.load.suite.LoadSuiteYaml;

/**
 * A load made by several machines, as Kubernetes has it: an Indexed Job of which each pod makes its
 * share, and a Job that adds up their logs. Both see one volume; the suite travels along.
 *
 * @param container image whose entry point is {@code java -jar benchmarks.jar}
 * @param generators pods that make the load together
 * @param target the server under load
 */
public record Manifest(String container, int generators, String target, long seed) {
  private static final String RESULTS = "/results";
  private static final String SUITE = "/suite/suite.yaml";
  // They start within seconds of each other; the next full minute is the same for all.
  private static final String ALIGN = "1min";

  public Manifest {
    if (generators < 1) {
      throw new InputException("--manifest needs at least one generator");
    }
    if (target == null) {
      throw new InputException(
          "--manifest needs --target and --model: the server that all generators load");
    }
  }

  /** All documents, to be given to {@code kubectl apply -f -}. */
  public String of(ObjectNode suite) {
    LoadSuite read = LoadSuiteYaml.read("suite", suite);
    if (read.search().isPresent() || !read.pattern().open()) {
      throw new InputException(
          "only a load with arrivals of its own is split: no search, closed loop or flood");
    }
    if (read.pattern() == LoadSuite.Pattern.REPLAY) {
      throw new InputException(
          "a replay's file is not carried along: start each generator with --share yourself");
    }
    String name = "load-" + read.name().replaceAll("[^a-z0-9-]", "-");
    return """
        # kubectl apply -f this; kubectl wait --for=condition=complete job/%s --timeout=1h
        # then the merge: kubectl patch job/%s-merge -p '{"spec":{"suspend":false}}'
        """
            .formatted(name, name)
        + Stream.of(config(name, suite), volume(name), load(name, read), merge(name))
            .map(Manifest::yaml)
            .collect(Collectors.joining("---\n"));
  }

  private static Map<String, Object> config(String name, ObjectNode suite) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "ConfigMap",
        "metadata",
        Map.of("name", name),
        "data",
        Map.of("suite.yaml", LoadSuiteYaml.write(suite)));
  }

  private static Map<String, Object> volume(String name) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "PersistentVolumeClaim",
        "metadata",
        Map.of("name", name),
        "spec",
        Map.of(
            "accessModes", List.of("ReadWriteMany"),
            "resources", Map.of("requests", Map.of("storage", "1Gi"))));
  }

  private Map<String, Object> load(String name, LoadSuite suite) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "load",
                SUITE,
                "--target",
                target,
                "--model",
                suite.model(),
                "--seed",
                Long.toString(seed),
                "--share",
                "$(GENERATOR)/" + generators,
                "--align",
                ALIGN,
                "--out",
                RESULTS + "/$(GENERATOR)"));
    Map<String, Object> index =
        Map.of(
            "name",
            "GENERATOR",
            "valueFrom",
            Map.of(
                "fieldRef",
                Map.of(
                    "fieldPath",
                    "metadata.annotations['batch.kubernetes.io/job-completion-index']")));
    return job(
        name,
        Map.of(
            "completionMode",
            "Indexed",
            "completions",
            generators,
            "parallelism",
            generators,
            "backoffLimit",
            0,
            "template",
            pod(name, args, List.of(index))));
  }

  private Map<String, Object> merge(String name) {
    return job(
        name + "-merge",
        Map.of(
            "suspend",
            true,
            "backoffLimit",
            0,
            "template",
            pod(
                name,
                List.of("load", "--merge", RESULTS, "--out", RESULTS + "/merged.hlog"),
                List.of())));
  }

  private static Map<String, Object> job(String name, Map<String, Object> spec) {
    return Map.of(
        "apiVersion", "batch/v1", "kind", "Job", "metadata", Map.of("name", name), "spec", spec);
  }

  private Map<String, Object> pod(String name, List<String> args, List<Object> environment) {
    Map<String, Object> main =
        Map.of(
            "name", "main",
            "image", container,
            "args", args,
            "env", environment,
            "volumeMounts",
                List.of(
                    Map.of("name", "results", "mountPath", RESULTS),
                    Map.of("name", "suite", "mountPath", "/suite")));
    return Map.of(
        "spec",
        Map.of(
            "restartPolicy", "Never",
            // The user of the Dockerfile, who else could not write to the volume.
            "securityContext", Map.of("fsGroup", 10001),
            "containers", List.of(main),
            "volumes",
                List.of(
                    Map.of("name", "results", "persistentVolumeClaim", Map.of("claimName", name)),
                    Map.of("name", "suite", "configMap", Map.of("name", name)))));
  }

  private static String yaml(Map<String, Object> document) {
    try {
      return YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build()
          .writeValueAsString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
