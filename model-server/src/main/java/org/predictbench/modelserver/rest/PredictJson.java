package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;
import org.tensorflow.proto.TensorInfo;

/** Reads the body of a predict call, in either of its forms. */
final class PredictJson {
  static final String INSTANCES = "instances";
  static final String INPUTS = "inputs";

  private PredictJson() {}

  /** Returns the signature's name, or an empty one if the body names none. */
  static String signatureName(JsonNode body) {
    JsonNode name = body.path("signature_name");
    if (name.isMissingNode()) {
      return "";
    }
    if (!name.isTextual()) {
      throw JsonText.formatError(
          body, "not formatted correctly. 'signature_name' key must be a string value.");
    }
    return name.textValue();
  }

  /**
   * Adds the body's tensors to the request.
   *
   * @return whether the body has the row form; the answer then has it too
   * @throws ServingException if the body does not fit the inputs
   */
  static boolean fill(
      JsonNode body, SortedMap<String, TensorInfo> inputs, PredictRequest.Builder request) {
    JsonNode instances = body.path(INSTANCES);
    JsonNode columns = body.path(INPUTS);
    if (!instances.isMissingNode() && !columns.isMissingNode()) {
      throw JsonText.formatError(
          body,
          "Not formatted correctly expecting only one of '%s' or '%s' keys to exist "
              .formatted(INPUTS, INSTANCES));
    }
    if (!columns.isMissingNode()) {
      fillColumns(columns, inputs, request);
      return false;
    }
    if (instances.isMissingNode()) {
      throw ServingException.invalid("Missing 'inputs' or 'instances' key");
    }
    if (!instances.isArray()) {
      throw JsonText.formatError(body, "Expecting '" + INSTANCES + "' to be an list/array");
    }
    if (instances.isEmpty()) {
      throw JsonText.formatError(body, "No values in '" + INSTANCES + "' array");
    }
    fillRows(instances, inputs, request);
    return true;
  }

  private static void fillColumns(
      JsonNode value, SortedMap<String, TensorInfo> inputs, PredictRequest.Builder request) {
    if (!value.isObject() || Base64Text.isBase64(value)) {
      if (inputs.size() > 1) {
        throw ServingException.invalid(
            "inputs is a plain value/list, but expecting an object as multiple input tensors"
                + " required as per tensorinfo_map");
      }
      request.putInputs(inputs.firstKey(), tensor(value, inputs.get(inputs.firstKey())));
      return;
    }
    inputs.forEach(
        (name, info) -> {
          JsonNode item = value.path(name);
          if (item.isMissingNode()) {
            throw ServingException.invalid("Missing named input: " + name + " in 'inputs' object.");
          }
          request.putInputs(name, tensor(item, info));
        });
  }

  private static TensorProto tensor(JsonNode value, TensorInfo info) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type(info));
    TensorFiller.fill(value, type(info), tensor);
    return tensor.build();
  }

  private static DataType type(TensorInfo info) {
    return DataType.forNumber(info.getDtypeValue());
  }

  private static void fillRows(
      JsonNode instances, SortedMap<String, TensorInfo> inputs, PredictRequest.Builder request) {
    if (!instances.get(0).isObject() && inputs.size() > 1) {
      throw ServingException.invalid(
          "instances is a plain list, but expecting list of objects as multiple input tensors"
              + " required as per tensorinfo_map");
    }
    boolean named = isNamed(instances.get(0));
    Rows rows = new Rows(inputs);
    int item = 0;
    for (JsonNode instance : instances) {
      if (named != isNamed(instance)) {
        throw ServingException.invalid(
            (named
                    ? "Expecting object but got list at item %d of input list"
                    : "Expecting value/list but got object at item %d of input list")
                .formatted(item));
      }
      if (named) {
        rows.addNamed(instance, item);
      } else {
        rows.addPlain(instance, item);
      }
      item++;
    }
    rows.tensors(item, request);
  }

  private static boolean isNamed(JsonNode value) {
    return value.isObject() && !Base64Text.isBase64(value);
  }

  /** Collects the tensors of the row form, instance by instance. */
  private static final class Rows {
    private final SortedMap<String, TensorInfo> inputs;
    private final Map<String, TensorProto.Builder> tensors = new LinkedHashMap<>();
    private final Map<String, TensorShapeProto> shapes = new LinkedHashMap<>();
    private final Map<String, Integer> sizes = new LinkedHashMap<>();

    Rows(SortedMap<String, TensorInfo> inputs) {
      this.inputs = inputs;
    }

    void addNamed(JsonNode instance, int item) {
      Set<String> keys = new TreeSet<>();
      for (var field : RepeatedKeys.members(instance)) {
        keys.add(field.getKey());
        add(field.getKey(), field.getValue(), item, " key: " + field.getKey());
      }
      if (!keys.equals(inputs.keySet())) {
        throw ServingException.invalid(
            "Failed to process element: %d of 'instances' list. JSON object: %s keys must be equal to: %s"
                .formatted(item, JsonText.quote(instance), String.join(",", inputs.keySet())));
      }
    }

    void addPlain(JsonNode instance, int item) {
      add(inputs.firstKey(), instance, item, "");
    }

    private void add(String name, JsonNode value, int item, String where) {
      try {
        add(name, value);
      } catch (ServingException e) {
        throw ServingException.invalid(
            "Failed to process element: %d%s of 'instances' list. Error: %s: %s"
                .formatted(item, where, e.status().getCode(), e.getMessage()));
      }
    }

    private void add(String name, JsonNode value) {
      TensorInfo info = inputs.get(name);
      if (info == null) {
        throw ServingException.invalid("JSON object: does not have named input: " + name);
      }
      TensorProto.Builder tensor =
          tensors.computeIfAbsent(name, key -> TensorProto.newBuilder().setDtype(type(info)));
      int size = TensorFiller.fill(value, type(info), tensor);
      Integer expected = sizes.putIfAbsent(name, size);
      if (expected != null && expected != size) {
        throw ServingException.invalid(
            "Expecting tensor size: %d but got: %d".formatted(expected, size));
      }
      TensorShapeProto shape = shapes.putIfAbsent(name, tensor.getTensorShape());
      if (shape != null && !shape.equals(tensor.getTensorShape())) {
        throw ServingException.invalid(
            "Expecting shape %s but got: %s".formatted(text(shape), text(tensor.getTensorShape())));
      }
    }

    void tensors(int count, PredictRequest.Builder request) {
      tensors.forEach(
          (name, tensor) -> {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            shape.addDimBuilder().setSize(count);
            shape.addAllDim(shapes.get(name).getDimList());
            request.putInputs(name, tensor.setTensorShape(shape).build());
          });
    }

    private static String text(TensorShapeProto shape) {
      return shape.getDimList().stream()
          .map(dim -> String.valueOf(dim.getSize()))
          .collect(Collectors.joining(",", "[", "]"));
    }
  }
}
