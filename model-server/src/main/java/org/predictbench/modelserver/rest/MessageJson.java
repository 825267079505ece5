package org.predictbench.modelserver.rest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import org.predictbench.serving.full.GetModelMetadataResponse;
import org.predictbench.serving.full.GetModelStatusResponse;
import org.predictbench.serving.full.SignatureDefMap;

/**
 * Writes messages in protobuf's JSON form, indented as the C++ library does, by one space a level.
 */
final class MessageJson {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().alwaysPrintFieldsWithNoPresence();

  private MessageJson() {}

  static byte[] status(GetModelStatusResponse status) {
    return bytes(print(status, PRINTER));
  }

  /** Writes the metadata unpacked, without its type URL. */
  static byte[] metadata(GetModelMetadataResponse metadata) {
    JsonFormat.Printer printer = PRINTER.preservingProtoFieldNames();
    try {
      SignatureDefMap signatures =
          metadata.getMetadataOrThrow("signature_def").unpack(SignatureDefMap.class);
      return bytes(
          "{\n\"model_spec\":%s,\n\"metadata\": {\"signature_def\": %s}\n}\n"
              .formatted(print(metadata.getModelSpec(), printer), print(signatures, printer)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("packed a moment ago", e);
    }
  }

  private static String print(MessageOrBuilder message, JsonFormat.Printer printer) {
    try {
      return JsonText.reindent(printer.print(message)) + "\n";
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("no Any is printed", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
