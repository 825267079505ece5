package org.predictbench.modelserver.servable;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.predictbench.modelserver.status.ServingException;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * The {@code saved_model.pb} of a version.
 *
 * <p>The file is mapped and its weights stay in the mapping. Copied to the heap, frozen weights
 * would make the heap grow to several times their size for as long as the model is served.
 */
record SavedModelFile(Path directory) {
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
    Path file = directory.resolve("saved_model.pb");
    try (FileChannel channel = FileChannel.open(file)) {
      CodedInputStream in =
          UnsafeByteOperations.unsafeWrap(
                  channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()))
              .newCodedInput();
      in.enableAliasing(true);
      return SavedModel.parseFrom(in);
    } catch (NoSuchFileException e) {
      throw ServingException.notFound(
          "Could not find SavedModel .pb or .pbtxt at supplied export directory path: "
              + directory);
    } catch (InvalidProtocolBufferException e) {
      throw new ServingException(Status.Code.DATA_LOSS, "Can't parse " + file + " as binary proto");
    }
  }
}
