package org.predictbench.modelserver.export;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.predictbench.serving.full.PredictRequest;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TString;

/**
 * Strings in, strings out: a bag-of-words classifier of news into topics whose vocabulary is an
 * asset file. Signature {@code classify} takes tf.Examples with a feature {@code text}.
 */
final class TextClassifier {
  private static final String VOCABULARY_FILE = "vocabulary.txt";

  private TextClassifier() {}

  static void writeTo(Path version) throws IOException {
    List<String> words = Vocabulary.words();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      try (FrozenWeights weights = new FrozenWeights(tf)) {
        Operand<TString> file = tf.withName("vocabulary_file").constant(VOCABULARY_FILE);
        TextClassifierGraph net = new TextClassifierGraph(tf, weights, file, words.size());
        net.answer(strings(tf, "text"), "");
        net.answer(text(tf, strings(tf, "examples")), "example_");
        SavedModelWriter.write(
            version,
            graph,
            signatures(),
            new SavedModelWriter.Asset(
                VOCABULARY_FILE,
                String.join("\n", words).getBytes(StandardCharsets.UTF_8),
                "vocabulary_file:0",
                net.initialiser().op().name()));
      }
    }
    WarmUpRequests.write(
        version, List.of(warmUp("A war"), warmUp("The team won"), warmUp("Shares fell", "A chip")));
  }

  private static Operand<TString> strings(Ops tf, String name) {
    return tf.withName(name).placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
  }

  private static Operand<TString> text(Ops tf, Operand<TString> examples) {
    return Examples.dense(tf, examples, List.of("text"), List.of(tf.constant("")), Shape.scalar())
        .get(0)
        .expect(TString.class);
  }

  private static Map<String, SignatureDef> signatures() {
    int topics = TextClassifierGraph.TOPICS.size();
    return Map.of(
        Signatures.DEFAULT,
        Signatures.predict()
            .putInputs("text", Signatures.tensor("text:0", DataType.DT_STRING, -1))
            .putOutputs(
                "probabilities",
                Signatures.tensor("probabilities:0", DataType.DT_FLOAT, -1, topics))
            .putOutputs("label", Signatures.tensor("label:0", DataType.DT_STRING, -1))
            .build(),
        "classify",
        SignatureDef.newBuilder()
            .setMethodName(Signatures.CLASSIFY)
            .putInputs("inputs", Signatures.tensor("examples:0", DataType.DT_STRING, -1))
            .putOutputs(
                "scores",
                Signatures.tensor("example_probabilities:0", DataType.DT_FLOAT, -1, topics))
            .putOutputs(
                "classes", Signatures.tensor("example_topics:0", DataType.DT_STRING, -1, topics))
            .build());
  }

  private static PredictRequest warmUp(String... texts) {
    return WarmUpRequests.of(Signatures.DEFAULT)
        .putInputs(
            "text",
            WarmUpRequests.strings(List.of(texts).stream().map(ByteString::copyFromUtf8).toList()))
        .build();
  }
}
