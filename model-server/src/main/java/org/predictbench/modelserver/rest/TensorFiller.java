package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.math.BigInteger;
import java.util.Locale;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** Turns nested JSON lists into a tensor's shape and values. */
final class TensorFiller {
  private static final BigInteger MAX_UINT64 =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

  /** Integers up to here are floats without loss. */
  private static final long MAX_EXACT_FLOAT = (1L << 24) - 1;

  private static final long MAX_EXACT_DOUBLE = (1L << 53) - 1;

  private final DataType type;
  private final TensorProto.Builder tensor;
  private int count;

  private TensorFiller(DataType type, TensorProto.Builder tensor) {
    this.type = type;
    this.tensor = tensor;
  }

  /**
   * Appends the value's elements to {@code tensor}, whose shape becomes that of the value.
   *
   * @return how many elements there were
   * @throws ServingException if the lists are ragged or an element is of another type
   */
  static int fill(JsonNode value, DataType type, TensorProto.Builder tensor) {
    tensor.setTensorShape(shape(value));
    TensorFiller filler = new TensorFiller(type, tensor);
    filler.fill(value, 0);
    return filler.count;
  }

  private static TensorShapeProto shape(JsonNode value) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (JsonNode level = value; level != null && level.isArray(); level = level.get(0)) {
      shape.addDimBuilder().setSize(level.size());
    }
    return shape.build();
  }

  private void fill(JsonNode value, int level) {
    int rank = tensor.getTensorShape().getDimCount();
    if (!value.isArray()) {
      if (level != rank) {
        throw ServingException.invalid(
            "JSON Value: %s found at incorrect level: %d in the JSON DOM. Expected at level: %d"
                .formatted(JsonText.quote(value), level + 1, rank));
      }
      add(value);
      count++;
      return;
    }
    if (level >= rank) {
      throw ServingException.invalid(
          "Encountered list at unexpected level: %d expected < %d".formatted(level, rank));
    }
    long expected = tensor.getTensorShape().getDim(level).getSize();
    if (value.size() != expected) {
      throw ServingException.invalid(
          "Encountered list at unexpected size: %d at level: %d expected size: %d"
              .formatted(value.size(), level, expected));
    }
    for (JsonNode element : value) {
      fill(element, level + 1);
    }
  }

  private void add(JsonNode value) {
    if (value.isObject() && type == DataType.DT_STRING) {
      tensor.addStringVal(Base64Text.decode(value));
      return;
    }
    if (!add(value, value.isIntegralNumber())) {
      throw JsonText.typeError(value, name(type));
    }
  }

  private boolean add(JsonNode value, boolean integral) {
    switch (type) {
      case DT_FLOAT -> {
        if (value.isNumber()) {
          requireLossless(value, MAX_EXACT_FLOAT, Float.MAX_VALUE, "float");
          tensor.addFloatVal(value.floatValue());
        }
        return value.isNumber();
      }
      case DT_DOUBLE -> {
        if (value.isNumber()) {
          requireLossless(value, MAX_EXACT_DOUBLE, Double.MAX_VALUE, "double");
          tensor.addDoubleVal(value.doubleValue());
        }
        return value.isNumber();
      }
      case DT_INT32, DT_INT16, DT_INT8, DT_UINT8 -> {
        boolean fits = integral && value.canConvertToInt();
        if (fits) {
          tensor.addIntVal(value.intValue());
        }
        return fits;
      }
      case DT_INT64 -> {
        boolean fits = integral && value.canConvertToLong();
        if (fits) {
          tensor.addInt64Val(value.longValue());
        }
        return fits;
      }
      case DT_UINT32 -> {
        boolean fits = integral && value.canConvertToLong() && value.longValue() >>> 32 == 0;
        if (fits) {
          tensor.addUint32Val((int) value.longValue());
        }
        return fits;
      }
      case DT_UINT64 -> {
        boolean fits =
            integral
                && value.bigIntegerValue().signum() >= 0
                && value.bigIntegerValue().compareTo(MAX_UINT64) <= 0;
        if (fits) {
          tensor.addUint64Val(value.bigIntegerValue().longValue());
        }
        return fits;
      }
      case DT_BOOL -> {
        if (value.isBoolean()) {
          tensor.addBoolVal(value.booleanValue());
        }
        return value.isBoolean();
      }
      case DT_STRING -> {
        if (value.isTextual()) {
          tensor.addStringVal(ByteString.copyFromUtf8(value.textValue()));
        } else if (value instanceof BinaryNode bytes) {
          tensor.addStringVal(ByteString.copyFrom(bytes.binaryValue()));
        }
        return value.isTextual() || value.isBinary();
      }
      default ->
          throw new ServingException(
              Status.Code.UNIMPLEMENTED,
              "Conversion of JSON Value: %s to type: %s"
                  .formatted(JsonText.quote(value), name(type)));
    }
  }

  /** Refuses a number that a feature of type float cannot hold. */
  static void requireFloat(JsonNode value) {
    requireLossless(value, MAX_EXACT_FLOAT, Float.MAX_VALUE, "float");
  }

  /** Refuses an integer with more digits than the type has, and a fraction beyond its range. */
  private static void requireLossless(JsonNode value, long maxInteger, double max, String type) {
    boolean lossless =
        value.isIntegralNumber()
            ? value.canConvertToLong() && Math.abs(value.longValue()) <= maxInteger
            : !Double.isFinite(value.doubleValue()) || Math.abs(value.doubleValue()) <= max;
    if (!lossless) {
      throw ServingException.invalid(
          "Cannot convert JSON value: %s to %s without loss of precision."
              .formatted(JsonText.quote(value), type));
    }
  }

  /** As TensorFlow says it in messages: {@code float}. */
  private static String name(DataType type) {
    return type.name().substring("DT_".length()).toLowerCase(Locale.ROOT);
  }
}
