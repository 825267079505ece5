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
      "  resnet50-v2     the exact ResNet-50 v2 graph, NHWC, seeded weights",
      "  fixed-reply     ResNet's signature, input ignored: what is left is client and wire",
      "  half-plus-two   y = x / 2 + 2",
      ""
    },
    mixinStandardHelpOptions = true)
final class ExportModelCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "resnet50-v2, fixed-reply, half-plus-two")
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
