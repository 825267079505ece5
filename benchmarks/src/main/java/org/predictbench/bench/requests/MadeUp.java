package org.predictbench.bench.requests;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

/**
 * Requests made up from a signature and from what the user says where it is silent. Nothing is
 * guessed that could change what a model does: a token id out of its vocabulary fails, or is not
 * looked up.
 */
final class MadeUp {
  private static final int EXAMPLE_DIMENSION = 128;

  private final Signature signature;
  private final Map<String, String> shapes;
  private final Map<String, String> fills;
  private final int batch;

  MadeUp(Signature signature, Map<String, String> shapes, Map<String, String> fills, int batch) {
    this.signature = signature;
    this.shapes = shapes;
    this.fills = fills;
    this.batch = batch;
  }

  /** One input, with all that is needed to make it. */
  private record Plan(long[] shape, Fill fill) {}

  RequestSet make(int count, long seed) {
    if (batch < 1 || count < 1) {
      throw new InputException(
          "%d requests of %d rows: at least one of each is sent".formatted(count, batch));
    }
    requireKnown("--shape", shapes);
    requireKnown("--fill", fills);
    requireAllSaid();
    Map<String, Plan> plans = new LinkedHashMap<>();
    signature.inputs().forEach((alias, spec) -> plans.put(alias, plan(alias, spec)));
    MemoryBound bound = new MemoryBound();
    SplittableRandom random = new SplittableRandom(seed);
    List<Inputs> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bound.reserveRequest();
      Inputs inputs = Inputs.none();
      for (Map.Entry<String, Plan> plan : plans.entrySet()) {
        inputs = inputs.with(plan.getKey(), tensor(plan.getKey(), plan.getValue(), random, bound));
      }
      requests.add(inputs);
    }
    return new RequestSet(
        "made up from signature '%s', seed %d".formatted(signature.key(), seed),
        requests,
        List.of());
  }

  private Tensor tensor(String alias, Plan plan, SplittableRandom random, MemoryBound bound) {
    try {
      int elements = Tensor.elements(plan.shape());
      DType dtype = signature.inputs().get(alias).dtype();
      bound.requireRoom(dtype, elements);
      ElementSink sink = new ElementSink(dtype, bound);
      for (int i = 0; i < elements; i++) {
        plan.fill().add(sink, random);
      }
      return sink.tensor(plan.shape());
    } catch (IllegalArgumentException e) {
      throw new InputException("input '%s': %s".formatted(alias, e.getMessage()), e);
    }
  }

  private void requireKnown(String option, Map<String, String> given) {
    for (String alias : given.keySet()) {
      if (!signature.inputs().containsKey(alias)) {
        throw new InputException(
            "%s %s=%s: signature '%s' has no such input; it has %s"
                .formatted(
                    option, alias, given.get(alias), signature.key(), signature.inputs().keySet()));
      }
    }
  }

  /** Asks for everything at once, in the options to add. */
  private void requireAllSaid() {
    List<String> missing = new ArrayList<>();
    signature
        .inputs()
        .forEach(
            (alias, spec) -> {
              boolean shape = !shapes.containsKey(alias) && !isShapeKnown(spec);
              boolean fill = !fills.containsKey(alias) && Fill.isNeeded(spec.dtype());
              if (shape) {
                missing.add("--shape %s=%s (%s)".formatted(alias, exampleShape(spec), spec));
              }
              if (fill) {
                missing.add(
                    "--fill %s=%s%s"
                        .formatted(
                            alias,
                            spec.dtype().isInteger() ? "int:0..100" : "string:TEXT",
                            shape ? "" : " (" + spec + ")"));
              }
            });
    if (!missing.isEmpty()) {
      throw new InputException("say what to send: " + String.join(" ", missing));
    }
  }

  private static boolean isShapeKnown(Signature.Spec spec) {
    return spec.shape() != null && Arrays.stream(spec.shape()).skip(1).allMatch(size -> size >= 0);
  }

  private static String exampleShape(Signature.Spec spec) {
    if (spec.shape() == null) {
      return "1x" + EXAMPLE_DIMENSION;
    }
    long[] shape = spec.shape().clone();
    for (int i = 0; i < shape.length; i++) {
      shape[i] = shape[i] >= 0 ? shape[i] : i == 0 ? 1 : EXAMPLE_DIMENSION;
    }
    return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
  }

  private Plan plan(String alias, Signature.Spec spec) {
    long[] shape = shapes.containsKey(alias) ? typedShape(alias, spec) : spec.shape().clone();
    // The leading dimension is the batch's, unless the model fixes it.
    if (shape.length > 0 && (spec.shape() == null || spec.shape()[0] < 0)) {
      if (shape[0] < 0 || shape[0] == 1) {
        shape[0] = batch;
      } else if (batch != 1 && shape[0] != batch) {
        throw new InputException(
            "--shape %s=%s has %d rows, the batch %d: leave one of them 1"
                .formatted(alias, shapes.get(alias), shape[0], batch));
      }
    }
    String fill = fills.get(alias);
    try {
      Fill parsed =
          fill == null ? Fill.random(spec.dtype(), "random") : Fill.parse(fill, spec.dtype());
      parsed.requireFitting(spec.dtype());
      return new Plan(shape, parsed);
    } catch (IllegalArgumentException e) {
      throw new InputException("--fill %s: %s".formatted(alias, e.getMessage()), e);
    }
  }

  private long[] typedShape(String alias, Signature.Spec spec) {
    String text = shapes.get(alias);
    long[] shape;
    try {
      shape =
          text.equals("scalar")
              ? new long[0]
              : Arrays.stream(text.split("x", -1)).mapToLong(Integer::parseInt).toArray();
    } catch (NumberFormatException e) {
      throw new InputException(
          "--shape %s=%s is no shape such as 1x128, nor 'scalar'".formatted(alias, text), e);
    }
    if (Arrays.stream(shape).anyMatch(size -> size < 1)) {
      throw new InputException("--shape %s=%s: each dimension is 1 or more".formatted(alias, text));
    }
    if (!SignatureCheck.fits(shape, spec.shape())) {
      throw new InputException(
          "--shape %s=%s: the signature wants %s"
              .formatted(alias, text, SignatureCheck.shape(spec)));
    }
    return shape;
  }
}
