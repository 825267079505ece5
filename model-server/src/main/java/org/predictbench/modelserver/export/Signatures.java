package org.predictbench.modelserver.export;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Signature declarations of the exported models. */
final class Signatures {
  /** The signature of a request that names none. */
  static final String DEFAULT = "serving_default";

  static final String REGRESS = "tensorflow/serving/regress";
  static final String CLASSIFY = "tensorflow/serving/classify";

  private static final String PREDICT = "tensorflow/serving/predict";

  private Signatures() {}

  /** The two equal signatures of the official ResNet export, over tensors of its names. */
  static Map<String, SignatureDef> imageClassifier() {
    SignatureDef signature =
        predict()
            .putInputs(
                "input",
                tensor(
                    "input_tensor:0", DataType.DT_FLOAT, -1, ImageShape.SIDE, ImageShape.SIDE, 3))
            .putOutputs("classes", tensor("ArgMax:0", DataType.DT_INT64, -1))
            .putOutputs(
                "probabilities",
                tensor("softmax_tensor:0", DataType.DT_FLOAT, -1, ImageShape.CLASSES))
            .build();
    return Map.of(DEFAULT, signature, "predict", signature);
  }

  /** The same, and {@code jpeg}, which takes images as they are stored. */
  static Map<String, SignatureDef> imageClassifierThatDecodes() {
    SignatureDef decoding =
        predict()
            .putInputs("image_bytes", tensor("image_bytes:0", DataType.DT_STRING, -1))
            .putOutputs("classes", tensor("decoded/ArgMax:0", DataType.DT_INT64, -1))
            .putOutputs(
                "probabilities",
                tensor("decoded/softmax_tensor:0", DataType.DT_FLOAT, -1, ImageShape.CLASSES))
            .build();
    Map<String, SignatureDef> all = new HashMap<>(imageClassifier());
    all.put("jpeg", decoding);
    return all;
  }

  static Map<String, SignatureDef> halfPlusTwo() {
    return Map.of(
        DEFAULT,
        predict()
            .putInputs("x", tensor("x:0", DataType.DT_FLOAT, -1))
            .putOutputs("y", tensor("y:0", DataType.DT_FLOAT, -1))
            .build());
  }

  /** The image classifier's outputs for images of pixels of that type. */
  static Map<String, SignatureDef> pixelClassifier(DataType dtype) {
    SignatureDef signature =
        imageClassifier().get(DEFAULT).toBuilder()
            .clearInputs()
            .putInputs("pixels", tensor("pixels:0", dtype, -1, ImageShape.SIDE, ImageShape.SIDE, 3))
            .build();
    return Map.of(DEFAULT, signature);
  }

  /** A signature for Predict, without inputs and outputs. */
  static SignatureDef.Builder predict() {
    return SignatureDef.newBuilder().setMethodName(PREDICT);
  }

  static TensorInfo tensor(String name, DataType type, long... shape) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    for (long size : shape) {
      dims.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return TensorInfo.newBuilder().setName(name).setDtype(type).setTensorShape(dims).build();
  }
}
