package org.predictbench.bench.requests;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.predictbench.bench.files.InputException;
import org.predictbench.serving.full.tensorflow.MetaGraphDef;
import org.predictbench.serving.full.tensorflow.SignatureDef;

/**
 * The tags and signatures of a SavedModel's meta graphs. A graph may take hundreds of megabytes: it
 * is skipped, not parsed.
 *
 * <p>Source of the field numbers: {@code tensorflow/core/protobuf/saved_model.proto} and {@code
 * meta_graph.proto}.
 */
final class MetaGraphs {
  private static final String BINARY = "saved_model.pb";
  private static final String TEXT = "saved_model.pbtxt";

  /** Text is parsed whole, into far more memory than it takes. */
  private static final int HEAP_PER_TEXT = 32;

  private static final int SAVED_MODEL_META_GRAPHS = 2;
  private static final int META_GRAPH_INFO = 1;
  private static final int META_GRAPH_SIGNATURE = 5;
  private static final int INFO_TAGS = 4;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;

  private static final Logger TEXT_PARSER_LOG = Logger.getLogger(TextFormat.class.getName());

  private MetaGraphs() {}

  /** One of a SavedModel's graphs. */
  record MetaGraph(Set<String> tags, Map<String, SignatureDef> signatures) {}

  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(BINARY)) || Files.isRegularFile(folder.resolve(TEXT));
  }

  static List<MetaGraph> read(Path folder) throws IOException {
    Path binary = folder.resolve(BINARY);
    Path text = folder.resolve(TEXT);
    if (Files.isRegularFile(binary)) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(binary))) {
        return savedModel(CodedInputStream.newInstance(in));
      } catch (InvalidProtocolBufferException e) {
        throw new InputException("%s is no SavedModel: %s".formatted(binary, e.getMessage()), e);
      }
    }
    if (!Files.isRegularFile(text)) {
      throw new InputException("%s holds neither %s nor %s".formatted(folder, BINARY, TEXT));
    }
    return savedModel(CodedInputStream.newInstance(parsed(text)));
  }

  private static byte[] parsed(Path text) throws IOException {
    if (Files.size(text) > Runtime.getRuntime().maxMemory() / HEAP_PER_TEXT) {
      throw new InputException(
          "%s is too large to be parsed: save the model as %s".formatted(text, BINARY));
    }
    // Else a field that is newer than this program is told, in three lines, to a user who can do
    // nothing about it.
    TEXT_PARSER_LOG.setLevel(Level.SEVERE);
    try {
      DynamicMessage.Builder message = DynamicMessage.newBuilder(savedModelType());
      TextFormat.Parser.newBuilder()
          .setAllowUnknownFields(true)
          .build()
          .merge(Files.readString(text), message);
      return message.build().toByteArray();
    } catch (TextFormat.ParseException | MalformedInputException e) {
      throw new InputException("%s is no SavedModel: %s".formatted(text, e.getMessage()), e);
    }
  }

  /** The outermost message, which has no generated class: nothing else needs one. */
  private static Descriptors.Descriptor savedModelType() {
    FileDescriptor metaGraph = MetaGraphDef.getDescriptor().getFile();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("tensorflow/core/protobuf/saved_model.proto")
            .setPackage("tensorflow")
            .setSyntax("proto3")
            .addDependency(metaGraph.getName())
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("SavedModel")
                    .addField(
                        FieldDescriptorProto.newBuilder()
                            .setName("saved_model_schema_version")
                            .setNumber(1)
                            .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                            .setType(FieldDescriptorProto.Type.TYPE_INT64))
                    .addField(
                        FieldDescriptorProto.newBuilder()
                            .setName("meta_graphs")
                            .setNumber(SAVED_MODEL_META_GRAPHS)
                            .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
                            .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                            .setTypeName(".tensorflow.MetaGraphDef")))
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[] {metaGraph})
          .findMessageTypeByName("SavedModel");
    } catch (Descriptors.DescriptorValidationException e) {
      throw new AssertionError("it depends on nothing from outside", e);
    }
  }

  private static List<MetaGraph> savedModel(CodedInputStream in) throws IOException {
    List<MetaGraph> graphs = new ArrayList<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, SAVED_MODEL_META_GRAPHS)) {
        int outer = in.pushLimit(in.readRawVarint32());
        graphs.add(metaGraph(in));
        leave(in, outer);
      } else {
        in.skipField(tag);
      }
    }
    return graphs;
  }

  private static MetaGraph metaGraph(CodedInputStream in) throws IOException {
    MetaGraph graph = new MetaGraph(new LinkedHashSet<>(), new LinkedHashMap<>());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, META_GRAPH_INFO)) {
        int outer = in.pushLimit(in.readRawVarint32());
        tags(in, graph.tags());
        leave(in, outer);
      } else if (isMessage(tag, META_GRAPH_SIGNATURE)) {
        int outer = in.pushLimit(in.readRawVarint32());
        signature(in, graph.signatures());
        leave(in, outer);
      } else {
        in.skipField(tag);
      }
    }
    return graph;
  }

  private static void tags(CodedInputStream in, Set<String> tags) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, INFO_TAGS)) {
        tags.add(in.readStringRequireUtf8());
      } else {
        in.skipField(tag);
      }
    }
  }

  private static void signature(CodedInputStream in, Map<String, SignatureDef> signatures)
      throws IOException {
    String key = "";
    SignatureDef signature = SignatureDef.getDefaultInstance();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (isMessage(tag, ENTRY_KEY)) {
        key = in.readStringRequireUtf8();
      } else if (isMessage(tag, ENTRY_VALUE)) {
        signature = SignatureDef.parseFrom(in.readByteArray());
      } else {
        in.skipField(tag);
      }
    }
    signatures.put(key, signature);
  }

  /** Ends a nested message; a file cut off within it would else pass for a shorter one. */
  private static void leave(CodedInputStream in, int outer) throws IOException {
    if (in.getBytesUntilLimit() != 0) {
      throw new InvalidProtocolBufferException("it is truncated");
    }
    in.popLimit(outer);
  }

  private static boolean isMessage(int tag, int field) {
    return tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }
}
