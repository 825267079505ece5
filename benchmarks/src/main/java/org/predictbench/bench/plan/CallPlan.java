package org.predictbench.bench.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.client.DType;
import org.predictbench.client.ModelRef;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Signature;

/**
 * What the calls of a run call and send. Immutable.
 *
 * <p>The harness writes it to a folder from which its forks read it.
 *
 * @param model by the signature that the requests are made for, which is known
 * @param signatures all that the model has
 * @param requests to be sent in turn
 * @param options of every call
 * @param image the image file's bytes, for encodings that send the file itself; empty if the
 *     requests are of another kind
 */
public record CallPlan(
    ModelRef model,
    Map<String, Signature> signatures,
    RequestSet requests,
    RequestOptions options,
    Optional<byte[]> image) {
  private static final String MODEL = "model.json";
  private static final String REQUESTS = "requests.tfrecord";
  private static final String IMAGE = "image";

  public CallPlan {
    signatures = Collections.unmodifiableMap(new TreeMap<>(signatures));
  }

  /** Of a model of which nothing is known, for requests that it takes all the same. */
  public static CallPlan of(ModelRef model, RequestSet requests) {
    return new CallPlan(model, Map.of(), requests, RequestOptions.DEFAULT, Optional.empty());
  }

  /** The model under the name by which a server knows it. */
  public ModelRef model(String servable) {
    return new ModelRef(
        servable,
        model.version(),
        model.label(),
        model.signature(),
        model.outputs(),
        model.types());
  }

  /**
   * The same by a signature that a cell has of its own.
   *
   * @param signature its key; empty for the plan's
   * @throws InputException if the model has none of that name
   */
  public ModelRef model(String servable, String signature) {
    if (signature.isEmpty() || signature.equals(model.signature())) {
      return model(servable);
    }
    Signature other = signatures.get(signature);
    if (other == null) {
      throw new InputException(
          "model '%s' has no signature '%s'; it has: %s"
              .formatted(servable, signature, String.join(", ", signatures.keySet())));
    }
    return model(servable).withSignature(other);
  }

  /** Writes it into a folder, which must exist. */
  public void write(Path folder) throws IOException {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("name", model.name());
    model.version().ifPresent(version -> json.put("version", version));
    model.label().ifPresent(label -> json.put("label", label));
    json.put("signature", model.signature());
    ObjectNode all = json.putObject("signatures");
    signatures.forEach((key, types) -> all.set(key, json(types)));
    options.headers().forEach(json.putObject("headers")::put);
    json.put("source", requests.source());
    Files.writeString(folder.resolve(MODEL), json.toString());
    requests.write(folder.resolve(REQUESTS));
    if (image.isPresent()) {
      Files.write(folder.resolve(IMAGE), image.get());
    }
  }

  /** Reads what {@link #write} wrote. */
  public static CallPlan read(Path folder) throws IOException {
    JsonNode json = Json.mapper().readTree(folder.resolve(MODEL).toFile());
    ModelRef model = ModelRef.of(json.get("name").textValue());
    if (json.has("version")) {
      model = model.withVersion(json.get("version").longValue());
    }
    if (json.has("label")) {
      model = model.withLabel(json.get("label").textValue());
    }
    Map<String, Signature> signatures = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : json.get("signatures").properties()) {
      signatures.put(each.getKey(), signature(each.getKey(), each.getValue()));
    }
    String key = json.get("signature").textValue();
    model =
        signatures.containsKey(key)
            ? model.withSignature(signatures.get(key))
            : model.withSignature(key);
    RequestOptions options = RequestOptions.DEFAULT;
    for (Map.Entry<String, JsonNode> header : json.get("headers").properties()) {
      options = options.withHeader(header.getKey(), header.getValue().textValue());
    }
    RequestSet requests = RequestSet.read(folder.resolve(REQUESTS));
    Path image = folder.resolve(IMAGE);
    return new CallPlan(
        model,
        signatures,
        requests,
        options,
        Files.exists(image) ? Optional.of(Files.readAllBytes(image)) : Optional.empty());
  }

  private static ObjectNode json(Signature types) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("method", types.method());
    json.set("inputs", json(types.inputs()));
    json.set("outputs", json(types.outputs()));
    return json;
  }

  private static ObjectNode json(Map<String, Signature.Spec> specs) {
    ObjectNode json = Json.mapper().createObjectNode();
    specs.forEach(
        (alias, spec) -> {
          ArrayNode shape =
              json.putObject(alias).put("dtype", spec.dtype().name()).putArray("shape");
          if (spec.shape() == null) {
            ((ObjectNode) json.get(alias)).putNull("shape");
          } else {
            for (long size : spec.shape()) {
              shape.add(size);
            }
          }
        });
    return json;
  }

  private static Signature signature(String key, JsonNode json) {
    return new Signature(
        key, json.get("method").textValue(), specs(json.get("inputs")), specs(json.get("outputs")));
  }

  private static Map<String, Signature.Spec> specs(JsonNode json) {
    Map<String, Signature.Spec> specs = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      specs.put(each.getKey(), spec(each.getValue()));
    }
    return specs;
  }

  private static Signature.Spec spec(JsonNode json) {
    DType dtype = DType.valueOf(json.get("dtype").textValue());
    JsonNode sizes = json.get("shape");
    if (sizes.isNull()) {
      return new Signature.Spec(dtype, null);
    }
    long[] shape = new long[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).longValue();
    }
    return new Signature.Spec(dtype, shape);
  }
}
