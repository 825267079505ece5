package org.predictbench.modelserver.servable;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.grpc.Status;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.text.TextParser;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * The {@code saved_model.pb} of a version, or its {@code saved_model.pbtxt}.
 *
 * <p>The binary file is mapped and its weights stay in the mapping. Copied to the heap, frozen
 * weights would make the heap grow to several times their size for as long as the model is served.
 */
record SavedModelFile(Path directory) {
  private static final System.Logger LOG = System.getLogger(SavedModelFile.class.getName());

  static SavedModelFile in(Path directory) {
    return new SavedModelFile(directory);
  }

  /**
   * Returns the graph with exactly these tags. It refers to the mapped file, so the caller drops it
   * soon.
   */
  MetaGraphDef metaGraph(Set<String> tags) throws IOException {
    for (MetaGraphDef candidate : parse().getMetaGraphsList()) {
      if (tags.equals(Set.copyOf(candidate.getMetaInfoDef().getTagsList()))) {
        return candidate;
      }
    }
    throw ServingException.notFound(
        "Could not find meta graph def matching supplied tags: { "
            + String.join(" ", tags)
            + " }. To inspect available tag-sets in the SavedModel, please use the SavedModel CLI:"
            + " `saved_model_cli`");
  }

  private SavedModel parse() throws IOException {
    Path binary = directory.resolve("saved_model.pb");
    if (Files.exists(binary)) {
      return parseBinary(binary);
    }
    Path text = directory.resolve("saved_model.pbtxt");
    if (Files.exists(text)) {
      return parseText(text);
    }
    throw ServingException.notFound(
        "Specified file path does not appear to contain a SavedModel bundle (should have a file"
            + " called `saved_model.pb`)\nSpecified file path: "
            + directory);
  }

  private static SavedModel parseBinary(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      in.enableAliasing(true);
      try {
        return SavedModel.parseFrom(in);
      } catch (InvalidProtocolBufferException e) {
        throw unreadable(file, "binary", isCut(bytes));
      }
    }
  }

  /** Whether the last field goes on beyond the end, as in a file that was not copied whole. */
  private static boolean isCut(ByteBuffer bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          if (!in.skipField(tag)) {
            return false;
          }
          continue;
        }
        int length = in.readRawVarint32();
        if (length > bytes.capacity() - in.getTotalBytesRead()) {
          return true;
        }
        in.skipRawBytes(length);
      }
      return false;
    } catch (InvalidProtocolBufferException e) {
      return in.isAtEnd();
    }
  }

  private static SavedModel parseText(Path file) throws IOException {
    SavedModel.Builder model = SavedModel.newBuilder();
    TypeRegistry types = TypeRegistry.newBuilder().add(AssetFileDef.getDescriptor()).build();
    try {
      new TextParser(types).parse(Files.readAllBytes(file), model);
      return model.build();
    } catch (TextParser.MalformedException e) {
      LOG.log(Level.ERROR, e.getMessage());
      throw unreadable(file, "text", e.isAtEnd());
    }
  }

  /** The runtime tells a parser that wants more than there is from one that reads nonsense. */
  private static ServingException unreadable(Path file, String form, boolean atEnd) {
    return atEnd
        ? new ServingException(Status.Code.OUT_OF_RANGE, "Read less bytes than requested")
        : new ServingException(
            Status.Code.DATA_LOSS, "Can't parse %s as %s proto".formatted(file, form));
  }
}
