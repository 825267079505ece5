package org.predictbench.bench.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.record.Limits;
import org.predictbench.bench.record.RecordRequest;
import org.predictbench.bench.record.RecordRun;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.client.Target;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "record",
    description = {
      "Passes live gRPC calls on to a server and keeps their requests, for measuring with them.",
      "",
      "  record --target host:8500 --out requests.tfrecord",
      "  record --target host:8500 --out requests.tfrecord --sample 10%% --max 1000 --stop",
      "  record --target host:8500 --out requests.tfrecord --append    goes on with a file",
      "",
      "Point your service at the address that it listens on; every call is passed on as it is. Recorded",
      "are Predict, Classify and Regress calls that were answered OK, as TFRecord of PredictionLog,",
      "TensorFlow Serving's own warm-up format. Ctrl-C ends it and loses nothing.",
      "",
      "Requests are your users' data: the file can be read by its owner alone (mode 0600). Headers",
      "are never recorded.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RecordCommand implements Callable<Integer> {
  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8600",
      description = "where your service connects to, without TLS (default: ${DEFAULT-VALUE})")
  private String listen;

  @Mixin private TargetOptions targets = new TargetOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "the records; a file that is there already is refused without --append")
  private Path out;

  @Option(
      names = "--append",
      description = "go on behind the last whole record of a file that is there")
  private boolean append;

  @Option(
      names = "--sample",
      paramLabel = "SHARE",
      converter = Percentage.Converter.class,
      defaultValue = "100%",
      description = "record this share of the calls, picked at random (default: 100%%)")
  private Percentage sample;

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "10000",
      description = "records in the file at most (default: ${DEFAULT-VALUE})")
  private long max;

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      converter = ByteSize.Converter.class,
      defaultValue = "1GB",
      description = "size of the file at most (default: ${DEFAULT-VALUE})")
  private ByteSize maxBytes;

  @Option(
      names = "--stop",
      description = "end once the file is full (default: pass calls on, without recording)")
  private boolean stop;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "record the calls of this servable alone")
  private String model;

  @Option(names = "--with-replies", description = "record the replies as well")
  private boolean replies;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "42",
      description = "seed by which --sample picks (default: ${DEFAULT-VALUE})")
  private long seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    String target = targets.target();
    if (ModelServers.startsHere(target)) {
      throw new InputException(
          "record needs a server that runs already: --target HOST:PORT or unix:PATH");
    }
    InVain.of(spec)
        .refuse(sample.value() == 1, "without --sample: every call is recorded", "--seed");
    RecordRequest request =
        new RecordRequest(
            RecordRequest.listen(listen),
            Target.parse(target),
            out,
            append,
            sample.value(),
            seed,
            new Limits(max, maxBytes.bytes()),
            Optional.ofNullable(model),
            replies,
            stop);
    boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    return new RecordRun(request, System.out, terminal).execute() ? Cli.OK : Cli.FAILED;
  }
}
