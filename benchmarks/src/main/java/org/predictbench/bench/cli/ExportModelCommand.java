package org.predictbench.bench.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.predictbench.bench.bundle.Caches;
import org.predictbench.bench.bundle.ModelExporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "export-model",
    description = {
      "Writes a ready SavedModel, as version 1 below a folder.",
      "",
      "  resnet50-v2      the exact ResNet-50 v2 graph, NHWC, seeded weights",
      "  uint8-image      the same for pixels as bytes: a quarter of the request",
      "  half-image       and as half floats: half of the request",
      "  text-encoder     a small BERT: three int64 inputs of any length",
      "  recommender      160 named features, as tensors or as tf.Examples",
      "  text-classifier  strings in, a lookup table, labels out",
      "  echo             a signature a type that returns its input",
      "  fixed-reply      ResNet's signature, input ignored: what is left is client and wire",
      "  half-plus-two    y = x / 2 + 2",
      ""
    },
    mixinStandardHelpOptions = true)
final class ExportModelCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "one of those above")
  private String name;

  @Parameters(index = "1", paramLabel = "DIR", description = "the model's base folder")
  private Path directory;

  @Override
  public Integer call() {
    new ModelExporter(Caches.ofUser()).export(name, directory);
    System.out.println(directory.resolve("1"));
    return Cli.OK;
  }
}
