package org.predictbench.modelserver.rest;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.TreeMap;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.text.Decimals;
import org.predictbench.serving.full.Class;
import org.predictbench.serving.full.ClassificationResult;
import org.predictbench.serving.full.Classifications;
import org.predictbench.serving.full.Regression;
import org.predictbench.serving.full.RegressionResult;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** Writes answers as JSON. */
final class ResponseJson {
  private static final String RESULTS = "results";

  private ResponseJson() {}

  /** Writes one entry per instance: a bare value, or an object if there are several outputs. */
  static byte[] rows(Map<String, TensorProto> outputs) {
    Map<String, TensorWriter> writers = new TreeMap<>();
    long batch = -1;
    for (Map.Entry<String, TensorProto> output : sorted(outputs).entrySet()) {
      String name = output.getKey();
      TensorProto tensor = output.getValue();
      if (tensor.getTensorShape().getDimCount() == 0) {
        throw ServingException.invalid("Tensor name: " + name + " has no shape information ");
      }
      long rows = tensor.getTensorShape().getDim(0).getSize();
      if (batch >= 0 && rows != batch) {
        throw ServingException.invalid(
            "Tensor name: %s has inconsistent batch size: %d expecting: %d"
                .formatted(name, rows, batch));
      }
      batch = rows;
      writers.put(name, new TensorWriter(name, tensor));
    }
    PrettyJson json = new PrettyJson().startObject().key("predictions").startArray();
    for (long item = 0; item < batch; item++) {
      if (writers.size() > 1) {
        json.startObject();
      }
      json.singleLineArrays(true);
      for (Map.Entry<String, TensorWriter> writer : writers.entrySet()) {
        if (writers.size() > 1) {
          json.key(writer.getKey());
        }
        writer.getValue().write(1, json);
      }
      json.singleLineArrays(false);
      if (writers.size() > 1) {
        json.endObject();
      }
    }
    return json.endArray().endObject().toByteArray();
  }

  /** Writes one entry per output, or the bare value if there is only one output. */
  static byte[] columns(Map<String, TensorProto> outputs) {
    PrettyJson json = new PrettyJson().startObject().key("outputs");
    if (outputs.size() > 1) {
      json.startObject();
    }
    sorted(outputs)
        .forEach(
            (name, tensor) -> {
              if (outputs.size() > 1) {
                json.key(name);
              }
              new TensorWriter(name, tensor).write(0, json);
            });
    if (outputs.size() > 1) {
      json.endObject();
    }
    return json.endObject().toByteArray();
  }

  private static Map<String, TensorProto> sorted(Map<String, TensorProto> outputs) {
    if (outputs.isEmpty()) {
      throw ServingException.invalid("Cannot convert empty tensor map to JSON");
    }
    return new TreeMap<>(outputs);
  }

  static byte[] classifications(ClassificationResult result) {
    PrettyJson json = new PrettyJson().startObject().key(RESULTS).startArray();
    for (Classifications classes : result.getClassificationsList()) {
      json.singleLineArrays(true).startArray();
      for (Class entry : classes.getClassesList()) {
        json.startArray().string(entry.getLabelBytes().toByteArray());
        json.raw(number(entry.getScore())).endArray();
      }
      json.endArray().singleLineArrays(false);
    }
    return json.endArray().endObject().toByteArray();
  }

  static byte[] regressions(RegressionResult result) {
    PrettyJson json =
        new PrettyJson().startObject().key(RESULTS).singleLineArrays(true).startArray();
    for (Regression regression : result.getRegressionsList()) {
      json.raw(number(regression.getValue()));
    }
    return json.endArray().endObject().toByteArray();
  }

  static byte[] error(String message) {
    return new PrettyJson()
        .startObject()
        .key("error")
        .string(ByteString.copyFromUtf8(message).toByteArray())
        .endObject()
        .toByteArray();
  }

  /** Returns a number with the digits that bring back the same float, or the same double. */
  static String number(double value, boolean asFloat) {
    return asFloat ? number((float) value) : number(value);
  }

  private static String number(float value) {
    return Float.isFinite(value) ? decimal(Decimals.of(value)) : special(value);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? decimal(Decimals.of(value)) : special(value);
  }

  /** Adds a fraction, so that the number reads as a float again. */
  private static String decimal(String text) {
    return text.contains(".") || text.contains("e") ? text : text + ".0";
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
  }

  /** Writes a tensor's values one after the other. */
  private static final class TensorWriter {
    private final TensorProto tensor;
    private final boolean base64;
    private int offset;

    TensorWriter(String name, TensorProto tensor) {
      this.tensor = tensor;
      base64 = tensor.getDtype() == DataType.DT_STRING && name.endsWith("_bytes");
    }

    void write(int dimension, PrettyJson json) {
      if (dimension >= tensor.getTensorShape().getDimCount()) {
        writeNext(json);
        return;
      }
      json.startArray();
      for (long i = 0; i < tensor.getTensorShape().getDim(dimension).getSize(); i++) {
        write(dimension + 1, json);
      }
      json.endArray();
    }

    private void writeNext(PrettyJson json) {
      int i = offset++;
      switch (tensor.getDtype()) {
        case DT_FLOAT -> json.raw(number(tensor.getFloatVal(i)));
        case DT_DOUBLE -> json.raw(number(tensor.getDoubleVal(i)));
        case DT_INT32, DT_INT16, DT_INT8, DT_UINT8 -> json.raw(String.valueOf(tensor.getIntVal(i)));
        case DT_INT64 -> json.raw(String.valueOf(tensor.getInt64Val(i)));
        case DT_UINT32 -> json.raw(Integer.toUnsignedString(tensor.getUint32Val(i)));
        case DT_UINT64 -> json.raw(Long.toUnsignedString(tensor.getUint64Val(i)));
        case DT_BOOL -> json.raw(String.valueOf(tensor.getBoolVal(i)));
        case DT_STRING -> writeString(tensor.getStringVal(i), json);
        default ->
            throw ServingException.invalid(
                "Failed to write JSON value for tensor type: " + tensor.getDtype());
      }
    }

    private void writeString(ByteString value, PrettyJson json) {
      if (base64) {
        json.startObject().key(Base64Text.KEY).string(Base64Text.encode(value)).endObject();
      } else {
        json.string(value.toByteArray());
      }
    }
  }
}
