package org.predictbench.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.bench.requests.RequestSets;
import org.predictbench.bench.requests.SavedModelFile;
import org.predictbench.bench.requests.WarmUpFile;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Signature;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "warmup",
    description = {
      "Puts requests of yours into a model, for the server to replay before it serves.",
      "",
      "They go to assets.extra/tf_serving_warmup_requests of the model's newest version."
    },
    mixinStandardHelpOptions = true)
final class WarmupCommand implements Callable<Integer> {
  @Option(
      names = "--requests",
      required = true,
      paramLabel = "FILE",
      description = "a TFRecord of PredictionLogs, JSON, .npz, image, or a folder of images")
  private Path requests;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "the model's base folder, or one of its versions")
  private Path model;

  @Option(
      names = "--signature",
      paramLabel = "KEY",
      defaultValue = ModelRef.DEFAULT_SIGNATURE,
      description = "default: ${DEFAULT-VALUE}")
  private String signature;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "how many, spread evenly over the file; at most 1000. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "pick at random within each stretch of the file")
  private Long seed;

  @Option(names = "--force", description = "replace warm-up requests that are there")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    Path version = SavedModelFile.newestVersion(model);
    RequestSet set = RequestSets.open(requests, signature(SavedModelFile.read(version)));
    List<Inputs> picked =
        WarmUpFile.pick(set, count, seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    Path file = WarmUpFile.write(version, signature, picked, force);
    set.notes().forEach(note -> System.out.println("note: " + note));
    System.out.printf(
        "%d of %d requests for signature '%s' written, %d bytes: %s%n",
        picked.size(), set.requests().size(), signature, Files.size(file), file);
    System.out.println(
        "A server replays them each time it loads this version, before it serves it; one that"
            + " serves it already has to load it again.");
    return Cli.OK;
  }

  private Signature signature(SavedModelFile savedModel) {
    Signature found = savedModel.signatures().get(signature);
    if (found == null) {
      throw new InputException(
          "%s has no signature '%s'; --signature takes one of %s"
              .formatted(model, signature, savedModel.signatures().keySet()));
    }
    return found;
  }
}
