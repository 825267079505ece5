package org.predictbench.modelserver.predict;

import com.google.protobuf.Any;
import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableSignature;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.GetModelMetadataRequest;
import org.predictbench.serving.full.GetModelMetadataResponse;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.SignatureDefMap;
import org.predictbench.serving.full.tensorflow.SignatureDef;

/** Answers GetModelMetadata, whose only field is {@code signature_def}. */
final class ModelMetadata {
  static final String SIGNATURE_DEF = "signature_def";

  private ModelMetadata() {}

  /**
   * Checks the request before its model is looked up.
   *
   * @throws ServingException in TensorFlow Serving's words
   */
  static void check(GetModelMetadataRequest request) {
    if (!request.hasModelSpec()) {
      throw ServingException.invalid("Missing ModelSpec");
    }
    if (request.getMetadataFieldCount() == 0) {
      throw ServingException.invalid(
          "GetModelMetadataRequest must specify at least one metadata_field");
    }
    for (String field : request.getMetadataFieldList()) {
      if (!field.equals(SIGNATURE_DEF)) {
        throw ServingException.invalid("Metadata field " + field + " is not supported");
      }
    }
  }

  static GetModelMetadataResponse of(Servable servable) {
    SignatureDefMap.Builder signatures = SignatureDefMap.newBuilder();
    servable
        .signatures()
        .forEach((key, signature) -> signatures.putSignatureDef(key, rewrap(signature)));
    return GetModelMetadataResponse.newBuilder()
        .setModelSpec(
            ModelSpec.newBuilder()
                .setName(servable.name())
                .setVersion(Int64Value.of(servable.version())))
        .putMetadata(SIGNATURE_DEF, Any.pack(signatures.build()))
        .build();
  }

  /** Converts TensorFlow Java's generated class to ours; both share the wire format. */
  private static SignatureDef rewrap(ServableSignature signature) {
    try {
      return SignatureDef.parseFrom(signature.definition().toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("one message, two classes", e);
    }
  }
}
