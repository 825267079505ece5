package org.predictbench.modelserver.servable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.modelserver.session.Parallelism;
import org.predictbench.modelserver.status.ServingException;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.SavedModel;

/** A broken model is refused with the code that the runtime's own loader has for it. */
class BrokenModelsTest {
  private static final int FLIPS = Integer.getInteger("predictbench.flips", 200);
  private static final String INDEX = "variables/variables.index";
  private static final String DATA = "variables/variables.data-00000-of-00001";
  private static final String GRAPH = "saved_model.pb";

  @TempDir Path dir;

  /** Each breaks a sound model in one way. */
  enum Break {
    EMPTY_GRAPH_FILE {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        Files.write(dir.resolve(GRAPH), new byte[0]);
      }
    },
    CUT_GRAPH_FILE {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        cut(dir.resolve(GRAPH));
      }
    },
    NO_PROTOBUF {
      @Override
      void make(Path dir) throws IOException {
        Files.writeString(dir.resolve(GRAPH), "version https://git-lfs.github.com/spec/v1\n");
      }
    },
    NO_GRAPH_FILE {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        Files.delete(dir.resolve(GRAPH));
      }
    },
    BROKEN_TEXT {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        SavedModel model = SavedModel.parseFrom(Files.readAllBytes(dir.resolve(GRAPH)));
        Files.delete(dir.resolve(GRAPH));
        Files.writeString(dir.resolve("saved_model.pbtxt"), model + "meta_graphs {");
      }
    },
    OTHER_TAGS {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        SmallModels.change(
            dir, graph -> graph.getMetaInfoDefBuilder().clearTags().addTags("train"));
      }
    },
    NO_VALUES {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        Files.delete(dir.resolve(DATA));
      }
    },
    CUT_VALUES {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        cut(dir.resolve(DATA));
      }
    },
    CUT_INDEX {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        cut(dir.resolve(INDEX));
      }
    },
    INDEX_OF_ZEROS {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        Files.write(dir.resolve(INDEX), new byte[100]);
      }
    },
    NO_RESTORE_OPERATION {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        SmallModels.change(dir, graph -> graph.getSaverDefBuilder().setRestoreOpName("elsewhere"));
      }
    },
    UNKNOWN_OPERATION {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        SmallModels.changeLastNode(dir, node -> node.setOp("SentencepieceTokenizeOp"));
      }
    },
    UNKNOWN_INPUT {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        SmallModels.changeLastNode(dir, node -> node.addInput("nowhere"));
      }
    },
    NODE_TWICE {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withVariable(dir, 1);
        SmallModels.change(
            dir,
            graph ->
                graph.getGraphDefBuilder().addNode(graph.getGraphDef().getNode(0).toBuilder()));
      }
    },
    WRONG_TEXT {
      @Override
      void make(Path dir) throws IOException {
        Files.writeString(dir.resolve("saved_model.pbtxt"), "metagraphs { }\n\n# more\n");
      }
    },
    NO_ASSET {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withAsset(dir, "a word");
        Files.delete(dir.resolve("assets/words.txt"));
      }
    },
    NO_INITIALISING_OPERATION {
      @Override
      void make(Path dir) throws IOException {
        SmallModels.withAsset(dir, "a word");
        SmallModels.change(
            dir,
            graph ->
                graph.putCollectionDef(
                    "legacy_init_op",
                    CollectionDef.newBuilder()
                        .setNodeList(CollectionDef.NodeList.newBuilder().addValue("elsewhere"))
                        .build()));
      }
    };

    abstract void make(Path dir) throws IOException;

    private static void cut(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isRefusedAsTheRuntimeDoes(Break kind) throws IOException {
    kind.make(dir);
    Status.Code runtimes = runtimesCode(dir);

    ServingException ours = catchThrowableOfType(ServingException.class, () -> load(dir));
    assertThat(ours).as("the refusal").isNotNull();
    assertThat(ours.status().getCode()).as(ours.getMessage()).isEqualTo(runtimes);
    assertThat(runtimes).isNotEqualTo(Status.Code.OK);
    System.out.printf("broken model: %s: %s%n", kind, runtimes);
  }

  /**
   * One changed bit of a graph's file. The code may differ: the runtime checks attributes before it
   * imports the graph, and we while.
   */
  @Test
  void aFlippedByteIsRefusedOrLoadedAsTheRuntimeDoes() throws IOException {
    SmallModels.withVariable(dir, 1);
    byte[] sound = Files.readAllBytes(dir.resolve(GRAPH));
    SplittableRandom random = new SplittableRandom(19);
    Map<String, Integer> codes = new TreeMap<>();
    for (int i = 0; i < FLIPS; i++) {
      byte[] flipped = sound.clone();
      int at = random.nextInt(flipped.length);
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(dir.resolve(GRAPH), flipped);
      Status.Code runtimes = runtimesCode(dir);
      Status.Code ours = code(dir);
      assertThat(ours == Status.Code.OK)
          .as("byte %d; the runtime: %s, we: %s", at, runtimes, ours)
          .isEqualTo(runtimes == Status.Code.OK);
      codes.merge(
          ours == runtimes ? "alike" : "runtime %s, ours %s".formatted(runtimes, ours),
          1,
          Integer::sum);
    }
    System.out.printf("%d flipped bits: %s%n", FLIPS, codes);
    assertThat(codes.get("alike")).isGreaterThan(FLIPS * 4 / 5);
  }

  private static Status.Code code(Path version) throws IOException {
    try {
      load(version);
      return Status.Code.OK;
    } catch (ServingException e) {
      return e.status().getCode();
    }
  }

  private static void load(Path version) throws IOException {
    new SavedModelLoader(new Parallelism(1, 1).toConfig(), Set.of("serve"))
        .load("m", 1, version)
        .close();
  }

  /** What the loader has to say that TensorFlow Serving calls too. */
  private static Status.Code runtimesCode(Path version) {
    TF_Status status = tensorflow.TF_NewStatus();
    TF_Graph graph = tensorflow.TF_NewGraph();
    TF_SessionOptions options = tensorflow.TF_NewSessionOptions();
    try (BytePointer folder = new BytePointer(version.toString(), StandardCharsets.UTF_8);
        PointerPointer<BytePointer> tags =
            new PointerPointer<>(new String[] {"serve"}, StandardCharsets.UTF_8)) {
      var session =
          tensorflow.TF_LoadSessionFromSavedModel(
              options, null, folder, tags, 1, graph, null, status);
      if (session != null && !session.isNull()) {
        tensorflow.TF_DeleteSession(session, status);
        return Status.Code.OK;
      }
      return Status.fromCodeValue(tensorflow.TF_GetCode(status)).getCode();
    } finally {
      tensorflow.TF_DeleteSessionOptions(options);
      tensorflow.TF_DeleteGraph(graph);
      tensorflow.TF_DeleteStatus(status);
    }
  }
}
