package org.predictbench.client.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;

/** Writes tensors as the REST endpoint reads them. */
final class JsonTensors {
  private static final String BINARY_SUFFIX = "_bytes";

  private JsonTensors() {}

  /** All tensors whole. A signature's only input needs no name. */
  static void writeAll(JsonGenerator out, Inputs inputs) throws IOException {
    if (inputs.size() == 1) {
      write(out, inputs.alias(0), inputs.tensor(0), 0, 0);
      return;
    }
    out.writeStartObject();
    for (int i = 0; i < inputs.size(); i++) {
      out.writeFieldName(inputs.alias(i));
      write(out, inputs.alias(i), inputs.tensor(i), 0, 0);
    }
    out.writeEndObject();
  }

  /** One row of all tensors. */
  static void writeRow(JsonGenerator out, Inputs inputs, int row) throws IOException {
    if (inputs.size() == 1) {
      writeRow(out, inputs.alias(0), inputs.tensor(0), row);
      return;
    }
    out.writeStartObject();
    for (int i = 0; i < inputs.size(); i++) {
      out.writeFieldName(inputs.alias(i));
      writeRow(out, inputs.alias(i), inputs.tensor(i), row);
    }
    out.writeEndObject();
  }

  private static void writeRow(JsonGenerator out, String alias, Tensor tensor, int row)
      throws IOException {
    int width = Math.toIntExact(tensor.elements() / tensor.dimension(0));
    write(out, alias, tensor, 1, row * width);
  }

  /**
   * How many rows all tensors have.
   *
   * @throws IllegalArgumentException if they do not have as many
   */
  static long rowsOf(Inputs inputs) {
    long rows = -1;
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.tensor(i);
      if (tensor.rank() == 0 || (rows >= 0 && tensor.dimension(0) != rows)) {
        throw new IllegalArgumentException(
            "encoding 'json-row' needs inputs of one batch size, not %s; take 'json-columnar'"
                .formatted(inputs));
      }
      rows = tensor.dimension(0);
    }
    return Math.max(rows, 0);
  }

  /** Writes the elements from {@code offset} on along one dimension; returns the next offset. */
  private static int write(
      JsonGenerator out, String alias, Tensor tensor, int dimension, int offset)
      throws IOException {
    if (dimension == tensor.rank()) {
      element(out, alias, tensor, offset);
      return offset + 1;
    }
    int next = offset;
    out.writeStartArray();
    for (long i = 0; i < tensor.dimension(dimension); i++) {
      next = write(out, alias, tensor, dimension + 1, next);
    }
    out.writeEndArray();
    return next;
  }

  private static void element(JsonGenerator out, String alias, Tensor tensor, int index)
      throws IOException {
    switch (tensor.dtype()) {
      case FLOAT -> out.writeNumber(tensor.floatAt(index));
      case DOUBLE -> out.writeNumber(tensor.doubleAt(index));
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 ->
          out.writeNumber(tensor.longAt(index));
      case UINT64 -> out.writeNumber(Long.toUnsignedString(tensor.longAt(index)));
      case BOOL -> out.writeBoolean(tensor.booleanAt(index));
      case STRING -> string(out, alias, tensor.stringAt(index));
      default ->
          throw new IllegalArgumentException(
              "REST takes no %s: input '%s' needs a gRPC transport"
                  .formatted(tensor.dtype().id(), alias));
    }
  }

  /** Text as text, all else as base64; so the server wants inputs whose name says binary. */
  private static void string(JsonGenerator out, String alias, byte[] bytes) throws IOException {
    if (!alias.endsWith(BINARY_SUFFIX)) {
      try {
        out.writeString(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        return;
      } catch (CharacterCodingException e) {
        // No text, then.
      }
    }
    out.writeStartObject();
    out.writeStringField("b64", Base64.getEncoder().encodeToString(bytes));
    out.writeEndObject();
  }
}
