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
import java.util.LinkedHashSet;
import java.util.Set;
import org.predictbench.client.Features;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictException;
import org.predictbench.client.Prediction;

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
          // Most of a REST call is conversions, and Java 17's own take longer: docs/servers.md.
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .build();
  private final ModelRef model;
  private final boolean rows;

  private JsonWireFormat(ModelRef model, boolean rows) {
    this.model = model;
    this.rows = rows;
  }

  /** One element of {@code instances} for each row of the batch. */
  public static JsonWireFormat rows(ModelRef model) {
    return new JsonWireFormat(model, true);
  }

  /** The whole tensor as {@code inputs}. */
  public static JsonWireFormat columns(ModelRef model) {
    return new JsonWireFormat(model, false);
  }

  public byte[] encode(Features features) {
    ByteArrayOutputStream body =
        new ByteArrayOutputStream(Math.max(64, features.values().length * BYTES_PER_VALUE));
    try (JsonGenerator out = json.createGenerator(body)) {
      out.writeStartObject();
      out.writeStringField("signature_name", model.signature());
      // A signature's only input needs no name, and both forms then nest the same arrays.
      out.writeFieldName(rows ? "instances" : "inputs");
      write(out, features, 0, 0);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return body.toByteArray();
  }

  /** Writes the elements from {@code offset} on along one dimension; returns the next offset. */
  private static int write(JsonGenerator out, Features features, int dimension, int offset)
      throws IOException {
    if (dimension == features.shape().length) {
      out.writeNumber(features.values()[offset]);
      return offset + 1;
    }
    int next = offset;
    out.writeStartArray();
    for (long i = 0; i < features.shape()[dimension]; i++) {
      next = write(out, features, dimension + 1, next);
    }
    out.writeEndArray();
    return next;
  }

  /**
   * Reads the two outputs from {@code predictions} or {@code outputs}: in both forms, all numbers
   * under an output's name, in order.
   *
   * @throws PredictException INTERNAL if the body is no such JSON or lacks an output
   */
  public Prediction decode(byte[] body) {
    NumberList classes = new NumberList();
    NumberList probabilities = new NumberList();
    Set<String> known = new LinkedHashSet<>();
    try (JsonParser in = json.createParser(body)) {
      while (in.nextToken() != null) {
        if (in.currentToken() != JsonToken.FIELD_NAME) {
          continue;
        }
        String name = in.currentName();
        in.nextToken();
        if (name.equals(model.classes())) {
          classes.addLongs(in);
        } else if (name.equals(model.probabilities())) {
          probabilities.addFloats(in);
        } else if (name.equals("predictions") || name.equals("outputs")) {
          continue;
        } else {
          in.skipChildren();
        }
        known.add(name);
      }
    } catch (IOException e) {
      throw new PredictException(Status.Code.INTERNAL, "reply is no JSON: " + e.getMessage(), e);
    }
    if (!known.contains(model.classes())) {
      throw ReplyReader.missing(model.classes(), "DT_INT64", known);
    }
    if (!known.contains(model.probabilities())) {
      throw ReplyReader.missing(model.probabilities(), "DT_FLOAT", known);
    }
    return new Prediction(classes.longs(), probabilities.floats());
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
