package org.predictbench.bench.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.floor.PeerProcess;
import org.predictbench.bench.floor.WireServer;
import org.predictbench.bench.image.FeaturesFile;
import org.predictbench.bench.image.SampleImage;
import org.predictbench.bench.process.ParentWatch;
import org.predictbench.bench.process.ProcessMemory;
import org.predictbench.bench.process.QuietLogs;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.CallParts;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.axis.Transport;
import org.predictbench.client.axis.Variant;

/**
 * What surrounds a benchmark inside its fork: the input, the server, and the way back to the
 * harness, if there is one. Under plain JMH there is none, and the fork starts its own server.
 */
public final class ForkContext implements AutoCloseable {
  /** The target that means: start the embedded server. */
  public static final String EMBEDDED = "embedded";

  /** The target that means: start a {@link WireServer}. */
  public static final String WIRE = "wire";

  private final ForkSlices slices = new ForkSlices(ForkProperties.slices());
  private Answer answer;
  private String failure;
  private ServerUnderTest own;
  private PeerProcess wire;
  private AnatomyClient timed;

  private ForkContext() {}

  /** Call it first: from here on the fork dies with its parent. */
  public static ForkContext open() {
    ParentWatch.start();
    QuietLogs.install();
    return new ForkContext();
  }

  /** The image to send, as one row of a batch. */
  public Tensor features() {
    return ForkProperties.features()
        .map(FeaturesFile::read)
        .orElseGet(() -> FeaturesFile.image(SampleImage.features()));
  }

  /** The image, or as many floats of it, over and over, as the cell asks for. */
  public Tensor values() {
    Tensor image = features();
    int count = ForkProperties.values();
    if (count == 0) {
      return image;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = image.floatAt(i % image.elements());
    }
    return Tensor.of(values, 1, count);
  }

  /** What a variant sends: the image itself, or its features, {@code batch} times. */
  public Inputs inputs(Variant variant, int batch) {
    return variant.encoding().sendsImages()
        ? Inputs.of("image_bytes", Tensor.strings(new byte[][] {image()}, 1).repeated(batch))
        : Inputs.of("input", values().repeated(batch));
  }

  private static byte[] image() {
    return ForkProperties.image()
        .map(
            file -> {
              try {
                return Files.readAllBytes(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .orElseGet(SampleImage::bytes);
  }

  /** The servable of that name, by the signature that takes what the variant sends. */
  public static ModelRef model(Variant variant, String servable) {
    ModelRef model = ModelRef.of(servable);
    return variant.encoding().sendsImages() ? model.withSignature("jpeg") : model;
  }

  /**
   * Where to send it: {@code target} itself, or a server started now for {@link #EMBEDDED} and
   * {@link #WIRE}.
   */
  public Target target(String target, String config, String model, Transport transport) {
    if (target.equals(WIRE)) {
      return wireTarget(transport);
    }
    if (!target.equals(EMBEDDED)) {
      return Target.parse(target);
    }
    own = ModelServers.ofUser().start(config, model);
    return own.target(transport);
  }

  private Target wireTarget(Transport transport) {
    try {
      wire = PeerProcess.start(WireServer.class, transport.usesUnixSocket());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return wire.target();
  }

  /**
   * Opens the client to be measured. One like it first calls the server's stub model, if there is
   * one, so that the JIT compiles what surrounds the model's work.
   *
   * @return slowed, or with its calls' parts measured, where the cell asks for it
   */
  public PredictClient warmClient(Variant variant, Target reached, String servable, Inputs inputs) {
    stubModel()
        .ifPresent(
            stub -> {
              try (PredictClient client = client(variant, reached, stub)) {
                warmUp(() -> client.predict(inputs));
              }
            });
    PredictClient client = client(variant, reached, servable);
    double slowdown = ForkProperties.slowdown();
    return slowdown > 0 ? new SlowedClient(client, slowdown) : client;
  }

  private Optional<String> stubModel() {
    if (wire != null) {
      // On the wire alone every name will do.
      return Optional.of(WIRE);
    }
    return own == null ? ForkProperties.stubModel() : own.stubModel();
  }

  private PredictClient client(Variant variant, Target reached, String servable) {
    ModelRef ref = model(variant, servable);
    if (!ForkProperties.hasCallParts()) {
      return PredictClients.create(variant, reached, ref);
    }
    timed = new AnatomyClient(variant, reached, ref);
    return timed;
  }

  /** Whether the parts of calls from here on count, where they are measured. */
  public void count(boolean counts) {
    if (timed != null) {
      timed.keep(counts);
    }
  }

  /** Lets the JIT compile calls that need no server of ours. */
  public void warmUp(Runnable call) {
    StubWarmup.run(call, ForkProperties.stubWarmup(StubWarmup.DEFAULT));
  }

  /** Keeps the fork's first answer, against which the harness compares those of other cells. */
  public void answered(Inputs inputs, Outputs outputs) {
    if (wire == null) {
      answer = Answers.of(outputs);
    } else if (!WireServer.echoes(inputs, outputs)) {
      throw new IllegalStateException("the wire's server did not read the whole request");
    }
  }

  /** Waits until this fork alone may work. */
  public void awaitSlice() {
    slices.await();
  }

  /** Lets others work. */
  public void endSlice() {
    slices.end();
  }

  /** This fork's time slices for benchmarks with that many threads. */
  public JointSlice jointSlice(int threads) {
    return new JointSlice(threads, slices::await, slices::end);
  }

  /**
   * Tells the harness why this fork fails; returns the exception to be thrown instead. It carries
   * the words alone: JMH sends what is thrown to its parent, and gRPC's exceptions cannot be sent.
   */
  public RuntimeException failed(RuntimeException cause) {
    failure = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    close();
    return new IllegalStateException(failure);
  }

  private CallParts callParts() {
    return timed == null || failure != null ? null : timed.parts();
  }

  @Override
  public void close() {
    ForkProperties.report()
        .ifPresent(
            file -> {
              try {
                Json.mapper()
                    .writeValue(
                        file.toFile(),
                        new ForkReport(answer, ProcessMemory.peakRssBytes(), callParts(), failure));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    if (own != null) {
      own.close();
    }
    if (wire != null) {
      wire.close();
    }
  }
}
