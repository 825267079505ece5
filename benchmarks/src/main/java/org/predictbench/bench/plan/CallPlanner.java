package org.predictbench.bench.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.image.FeaturesFile;
import org.predictbench.bench.image.ImageFile;
import org.predictbench.bench.image.ImagePreprocessor;
import org.predictbench.bench.image.SampleImage;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.bench.requests.RequestSets;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Signature;

/**
 * Finds what is to be sent: what the user gave; else the model's own warm-up requests; else the
 * image that comes with us, if the model takes one; else requests made up from the signature.
 */
public final class CallPlanner {
  private static final String SAMPLE = "the image that comes with PredictBench";
  private static final long[] IMAGE = {1, 224, 224, 3};

  /** Of requests that are made up: enough that no cache sees the same bytes again at once. */
  private static final int MADE_UP = 16;

  private CallPlanner() {}

  /**
   * Plans the calls of a run.
   *
   * @param kept a file of requests that a run has kept, which it is to send again
   * @param seed of the values that are made up
   * @throws InputException in one line that says what is wrong or missing, and what would be right
   */
  public static CallPlan plan(AskedWorkload asked, ModelFacts model, Optional<Path> kept, long seed)
      throws IOException {
    Signature signature = model.signature(asked.signature());
    ModelRef ref =
        new ModelRef(
            model.name(),
            asked.version() == null ? OptionalLong.empty() : OptionalLong.of(asked.version()),
            Optional.ofNullable(asked.label()),
            signature.key(),
            List.of(),
            Optional.of(signature));
    RequestSet requests =
        kept.isPresent() ? kept(kept.get(), signature) : requests(asked, model, signature, seed);
    return new CallPlan(ref, model.signatures(), requests, options(asked), image(asked, requests));
  }

  private static RequestSet kept(Path file, Signature signature) throws IOException {
    if (!file.toString().endsWith(".f32")) {
      return RequestSet.read(file);
    }
    // As earlier versions kept an image.
    return image(signature, "the run's image", FeaturesFile.read(file).floats(), List.of());
  }

  private static RequestSet requests(
      AskedWorkload asked, ModelFacts model, Signature signature, long seed) throws IOException {
    if (asked.requests() != null) {
      return RequestSets.open(asked.requests(), signature);
    }
    if (asked.image() != null) {
      ImageFile image = ImageFile.read(asked.image());
      return image(
          signature,
          asked.image().getFileName().toString(),
          ImagePreprocessor.features(image),
          image.notes());
    }
    if (asked.shapes().isEmpty() && asked.fills().isEmpty()) {
      Optional<RequestSet> own =
          model.version().isPresent()
              ? RequestSets.ofModel(model.version().get(), signature)
              : Optional.empty();
      if (own.isPresent()) {
        return own.get();
      }
      if (imageAlias(signature).isPresent()) {
        return image(signature, SAMPLE, SampleImage.features(), List.of());
      }
    }
    return RequestSets.madeUp(signature, asked.shapes(), asked.fills(), 1, MADE_UP, seed);
  }

  private static RequestSet image(
      Signature signature, String source, float[] features, List<String> notes) {
    String alias =
        imageAlias(signature)
            .orElseThrow(
                () ->
                    new InputException(
                        "signature '%s' takes %s, no 1x224x224x3 float image: say what to send by"
                                .formatted(signature.key(), signature.inputs())
                            + " --requests, or --shape and --fill"));
    return new RequestSet(source, List.of(Inputs.of(alias, FeaturesFile.image(features))), notes);
  }

  /** The alias of the signature's one input, if an image as we make it fits it. */
  private static Optional<String> imageAlias(Signature signature) {
    if (signature.inputs().size() != 1) {
      return Optional.empty();
    }
    Map.Entry<String, Signature.Spec> input = signature.inputs().entrySet().iterator().next();
    return isImage(input.getValue()) ? Optional.of(input.getKey()) : Optional.empty();
  }

  /** Whether it is a float image by its known colours, and fits in each other dimension. */
  private static boolean isImage(Signature.Spec spec) {
    return spec.dtype() == DType.FLOAT
        && spec.shape() != null
        && spec.shape().length == IMAGE.length
        && spec.shape()[3] == IMAGE[3]
        && Arrays.stream(new int[] {0, 1, 2})
            .allMatch(i -> spec.shape()[i] < 0 || spec.shape()[i] == IMAGE[i]);
  }

  /** What goes with every call that was asked for. */
  public static RequestOptions options(AskedWorkload asked) {
    RequestOptions options = RequestOptions.DEFAULT;
    for (Map.Entry<String, String> header : asked.headers().entrySet()) {
      options = options.withHeader(header.getKey(), header.getValue());
    }
    return options;
  }

  /** The file that encodings of whole images send. */
  private static Optional<byte[]> image(AskedWorkload asked, RequestSet requests) {
    if (asked.image() == null) {
      return requests.source().equals(SAMPLE) ? Optional.of(SampleImage.bytes()) : Optional.empty();
    }
    return Optional.of(ImageFile.read(asked.image()).bytes());
  }
}
