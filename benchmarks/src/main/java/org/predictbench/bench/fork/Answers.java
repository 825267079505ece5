package org.predictbench.bench.fork;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.files.Sha256;
import org.predictbench.bench.result.Answer;
import org.predictbench.client.Prediction;

/** Time slices a decoded reply into what the run's files keep of it. */
public final class Answers {
  private Answers() {}

  public static Answer of(Prediction prediction) {
    int classes = prediction.classes().length;
    int perImage = classes == 0 ? 0 : prediction.probabilities().length / classes;
    List<Float> first = new ArrayList<>(perImage);
    for (int i = 0; i < perImage; i++) {
      first.add(prediction.probabilities()[i]);
    }
    return new Answer(classes == 0 ? -1 : prediction.classes()[0], sha256(prediction), first);
  }

  private static String sha256(Prediction prediction) {
    long[] classes = prediction.classes();
    float[] probabilities = prediction.probabilities();
    ByteBuffer bits =
        ByteBuffer.allocate(Long.BYTES * classes.length + Float.BYTES * probabilities.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bits.asLongBuffer().put(classes);
    bits.position(Long.BYTES * classes.length)
        .slice()
        .order(bits.order())
        .asFloatBuffer()
        .put(probabilities);
    return Sha256.of(bits.array());
  }
}
