package org.predictbench.bench.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Function;
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
import org.predictbench.client.Features;
import org.predictbench.client.JpegImages;
import org.predictbench.client.ModelInput;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.Prediction;
import org.predictbench.client.Target;
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
  private CallParts callParts;
  private String failure;
  private ServerUnderTest own;
  private PeerProcess wire;

  private ForkContext() {}

  /** Call it first: from here on the fork dies with its parent. */
  public static ForkContext open() {
    ParentWatch.start();
    QuietLogs.install();
    return new ForkContext();
  }

  /** The image to send, as one row of a batch. */
  public Features features() {
    return ForkProperties.features()
        .map(FeaturesFile::read)
        .orElseGet(() -> FeaturesFile.image(SampleImage.features()));
  }

  /** The image, or as many floats of it, over and over, as are wanted; 0 for the image itself. */
  public Features features(int count) {
    Features image = features();
    if (count == 0) {
      return image;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = image.values()[i % image.values().length];
    }
    return new Features(values, 1, count);
  }

  /** What a variant sends: the image itself, or its features, {@code batch} times. */
  public ModelInput input(Variant variant, int values, int batch) {
    return variant.encoding().sendsImages()
        ? new JpegImages(Collections.nCopies(batch, image()))
        : features(values).repeated(batch);
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
    return variant.encoding().sendsImages()
        ? ModelRef.jpegClassifier(servable)
        : ModelRef.imageClassifier(servable);
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
   * Lets the JIT compile what surrounds the model's work, if the server has a stub model for it.
   *
   * @param clients opens a client like the one to be measured, for the servable of that name
   */
  public void warmUp(Function<String, PredictClient> clients, ModelInput input) {
    Duration duration = ForkProperties.stubWarmup(StubWarmup.DEFAULT);
    // On the wire alone every name will do.
    Optional<String> stubModel =
        wire != null
            ? Optional.of(WIRE)
            : own == null ? ForkProperties.stubModel() : own.stubModel();
    stubModel.ifPresent(
        servable -> {
          try (PredictClient client = clients.apply(servable)) {
            StubWarmup.run(() -> client.predict(input), duration);
          }
        });
  }

  /** The same for calls that need no server of ours. */
  public void warmUp(Runnable call) {
    StubWarmup.run(call, ForkProperties.stubWarmup(StubWarmup.DEFAULT));
  }

  /** Keeps the fork's first answer, against which the harness compares those of other cells. */
  public void answered(ModelInput input, Prediction prediction) {
    if (wire == null) {
      answer = Answers.of(prediction);
    } else if (!WireServer.echoes(input, prediction)) {
      throw new IllegalStateException("the wire's server did not read the whole request");
    }
  }

  /** Keeps what the fork's calls are made of. */
  public void measured(AnatomyClient client) {
    callParts = client.parts();
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

  @Override
  public void close() {
    ForkProperties.report()
        .ifPresent(
            file -> {
              try {
                Json.mapper()
                    .writeValue(
                        file.toFile(),
                        new ForkReport(answer, ProcessMemory.peakRssBytes(), callParts, failure));
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
