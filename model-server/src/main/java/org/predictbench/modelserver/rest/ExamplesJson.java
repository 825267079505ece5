package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.google.protobuf.ByteString;
import java.util.List;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.Input;
import org.predictbench.serving.full.tensorflow.Example;
import org.predictbench.serving.full.tensorflow.Feature;

/** Reads the body of a classify or regress call. */
final class ExamplesJson {
  private static final String CONTEXT = "context";
  private static final String EXAMPLES = "examples";

  private ExamplesJson() {}

  /**
   * Returns the body's examples.
   *
   * @throws ServingException if there are none
   */
  static Input input(JsonNode body) {
    JsonNode examples = body.path(EXAMPLES);
    if (examples.isMissingNode()) {
      throw JsonText.formatError(
          body, "When method is classify, key '" + EXAMPLES + "' is expected and was not found");
    }
    if (!examples.isArray()) {
      throw JsonText.formatError(body, "Expecting '" + EXAMPLES + "' value to be an list/array");
    }
    if (examples.isEmpty()) {
      throw JsonText.formatError(body, "'" + EXAMPLES + "' value is an empty array");
    }
    Input.Builder input = Input.newBuilder();
    JsonNode context = body.path(CONTEXT);
    if (context.isMissingNode()) {
      examples.forEach(value -> input.getExampleListBuilder().addExamples(example(value)));
    } else {
      var list = input.getExampleListWithContextBuilder().setContext(example(context));
      examples.forEach(value -> list.addExamples(example(value)));
    }
    return input.build();
  }

  private static Example example(JsonNode value) {
    if (!value.isObject()) {
      throw ServingException.invalid(
          "Example must be JSON object but got JSON " + JsonText.typeName(value));
    }
    Example.Builder example = Example.newBuilder();
    for (var field : RepeatedKeys.members(value)) {
      Feature.Builder feature = Feature.newBuilder();
      Iterable<JsonNode> elements =
          field.getValue().isArray() ? field.getValue() : List.of(field.getValue());
      elements.forEach(element -> add(element, field.getKey(), feature));
      example.getFeaturesBuilder().putFeature(field.getKey(), feature.build());
    }
    return example.build();
  }

  private static void add(JsonNode value, String name, Feature.Builder feature) {
    if (value.isBoolean()) {
      require(name, feature, Feature.KindCase.INT64_LIST);
      feature.getInt64ListBuilder().addValue(value.booleanValue() ? 1 : 0);
    } else if (value.isTextual() || value.isBinary() || Base64Text.isBase64(value)) {
      require(name, feature, Feature.KindCase.BYTES_LIST);
      feature.getBytesListBuilder().addValue(bytes(value));
    } else if (value.isFloatingPointNumber()) {
      require(name, feature, Feature.KindCase.FLOAT_LIST);
      TensorFiller.requireFloat(value);
      feature.getFloatListBuilder().addValue(value.floatValue());
    } else if (value.isIntegralNumber()) {
      require(name, feature, Feature.KindCase.INT64_LIST);
      if (!value.canConvertToLong()) {
        throw ServingException.invalid(
            "Feature: " + name + " has uint64_t element. Only int64_t is supported.");
      }
      feature.getInt64ListBuilder().addValue(value.longValue());
    } else {
      throw ServingException.invalid(
          "Feature: %s has element with unexpected JSON type: %s"
              .formatted(name, JsonText.typeName(value)));
    }
  }

  private static ByteString bytes(JsonNode value) {
    if (value instanceof BinaryNode bytes) {
      return ByteString.copyFrom(bytes.binaryValue());
    }
    return value.isTextual()
        ? ByteString.copyFromUtf8(value.textValue())
        : Base64Text.decode(value);
  }

  private static void require(String name, Feature.Builder feature, Feature.KindCase kind) {
    if (feature.getKindCase() != Feature.KindCase.KIND_NOT_SET && feature.getKindCase() != kind) {
      String expected =
          switch (feature.getKindCase()) {
            case BYTES_LIST -> "bytes";
            case FLOAT_LIST -> "float";
            case INT64_LIST -> "int64";
            case KIND_NOT_SET -> "UNKNOWN";
          };
      throw ServingException.invalid(
          "Unexpected element type in feature: %s expecting type: %s".formatted(name, expected));
    }
  }
}
