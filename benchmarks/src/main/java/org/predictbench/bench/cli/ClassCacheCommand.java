package org.predictbench.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.predictbench.bench.cache.CacheMaker;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.client.axis.TargetKind;
import org.predictbench.client.axis.Variant;
import org.predictbench.server.config.Jvm;
import org.predictbench.server.launch.Jdk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "class-cache",
    description = {
      "Makes a file with which your service makes its first Predict call sooner.",
      "",
      "  class-cache --class-path 'service.jar:libs/*' --out service.jsa",
      "  class-cache --class-path 'service.jar:libs/*' --jdk 25 --out service.aot",
      "",
      "A JVM with your service's class path opens a client and calls a server on this",
      "host. What it loaded is kept: from JDK 25 on as an ahead-of-time cache, with what",
      "its compiler found out; before, as a class archive.",
      "",
      "Then start the service with the flag that is printed, on the same JDK, with a",
      "class path that begins with the same jars in the same order. libs/* is no order",
      "to rely on: name the jars, as the command prints them.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClassCacheCommand implements Callable<Integer> {
  private static final double MIB = 1 << 20;

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      required = true,
      converter = ClassPathConverter.class,
      description = "the service's jars, as for java -cp, quoted: 'service.jar:libs/*'")
  private ClassPath classPath;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "the file to make, or to make anew")
  private Path out;

  @Option(
      names = "--client",
      paramLabel = "PRESET",
      defaultValue = "best",
      description = "the client that the service opens: naive, best, leanest, grpc (default: best)")
  private String client;

  @Option(
      names = "--jdk",
      paramLabel = "N|DIR",
      defaultValue = "",
      description =
          "the service's JDK, by its version or its folder (default: the one of this command)")
  private String jdk;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (Variant.preset(client, TargetKind.TCP).isEmpty()) {
      throw new InputException(
          "--client: no preset '%s'; known: naive, best, leanest, grpc".formatted(client));
    }
    Jvm jvm = Jvm.of(jdk, "");
    Optional<String> why = Jdk.unavailable(jvm);
    if (why.isPresent()) {
      throw new InputException("--jdk: " + why.get());
    }
    if (Files.isDirectory(out)) {
      throw new InputException("--out: %s is a folder; name the file to make".formatted(out));
    }
    Path folder = out.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new InputException("--out: there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new InputException("--out: no right to write to folder " + folder);
    }
    CacheMaker.Made made = new CacheMaker(classPath, Jdk.of(jvm), client).make(out);
    System.out.printf(
        "%s: %.0f MiB%nfirst answer %d ms after the JVM's start, %d ms without it (%s client)%n%n",
        out, Files.size(out) / MIB, made.with().toMillis(), made.without().toMillis(), client);
    System.out.printf(
        "Start the service with %s and a class path that begins with%n  %s%n",
        made.flag(), classPath.text());
    return Cli.OK;
  }
}
