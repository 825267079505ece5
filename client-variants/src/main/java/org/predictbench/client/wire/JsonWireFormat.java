package org.predictbench.client.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictException;

/**
 * The REST endpoint's JSON, in row or columnar form. Floats are written in the shortest form that
 * reads back as the same bits; NaN and the infinities as bare words, as the server does.
 */
public final class JsonWireFormat {
  // Wide enough that a float rarely needs more, so that the buffer seldom grows.
  private static final int BYTES_PER_VALUE = 13;

  private final JsonFactory json =
      JsonFactory.builder()
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          // Most of a REST call is conversions, and Java 17's own take longer.
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();
  private final ModelRef model;
  private final boolean rows;

  private JsonWireFormat(ModelRef model, boolean rows) {
    if (!model.outputs().isEmpty()) {
      throw new IllegalArgumentException(
          "REST has no output filter: take a gRPC transport, or all outputs");
    }
    this.model = model;
    this.rows = rows;
  }

  /** One element of {@code instances} for each row of the batch. */
  public static JsonWireFormat rows(ModelRef model) {
    return new JsonWireFormat(model, true);
  }

  /** Whole tensors as {@code inputs}. */
  public static JsonWireFormat columns(ModelRef model) {
    return new JsonWireFormat(model, false);
  }

  /**
   * The body of a request.
   *
   * @throws IllegalArgumentException if JSON cannot carry the inputs
   */
  public byte[] encode(Inputs inputs) {
    ByteArrayOutputStream body =
        new ByteArrayOutputStream((int) Math.min(1 << 28, 64 + elements(inputs) * BYTES_PER_VALUE));
    try (JsonGenerator out = json.createGenerator(body)) {
      out.writeStartObject();
      out.writeStringField("signature_name", model.signature());
      if (rows) {
        rows(out, inputs);
      } else {
        out.writeFieldName("inputs");
        JsonTensors.writeAll(out, inputs);
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body.toByteArray();
  }

  private static long elements(Inputs inputs) {
    long elements = 0;
    for (int i = 0; i < inputs.size(); i++) {
      elements += inputs.tensor(i).elements();
    }
    return elements;
  }

  private static void rows(JsonGenerator out, Inputs inputs) throws IOException {
    out.writeArrayFieldStart("instances");
    long count = JsonTensors.rowsOf(inputs);
    for (int row = 0; row < count; row++) {
      JsonTensors.writeRow(out, inputs, row);
    }
    out.writeEndArray();
  }

  /**
   * Reads all outputs from {@code predictions} or {@code outputs}.
   *
   * @throws PredictException INTERNAL if the body is no such JSON
   */
  public Outputs decode(byte[] body) {
    try (JsonParser in = json.createParser(body)) {
      JsonOutputs outputs = new JsonOutputs(model.types());
      while (in.nextToken() != null) {
        if (in.currentToken() != JsonToken.FIELD_NAME) {
          continue;
        }
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "predictions" -> outputs.readRows(in);
          case "outputs" -> outputs.readColumns(in);
          default -> in.skipChildren();
        }
      }
      return outputs.toOutputs();
    } catch (IOException | IllegalArgumentException e) {
      throw new PredictException(
          Status.Code.INTERNAL, "reply is no JSON of predictions: " + e.getMessage(), e);
    }
  }

  /** The text of an error body, or the body itself if it is not one. */
  public String error(byte[] body) {
    try (JsonParser in = json.createParser(body)) {
      while (in.nextToken() != null) {
        if (in.currentToken() == JsonToken.FIELD_NAME && in.currentName().equals("error")) {
          return in.nextTextValue();
        }
      }
    } catch (IOException e) {
      // Not JSON, so not from the model server itself: a proxy's page, say. Shown as it is.
    }
    return new String(body, StandardCharsets.UTF_8);
  }
}
