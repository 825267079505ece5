package org.predictbench.bench.fork;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.floor.WireServer;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.plan.AskedWorkload;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.RequestBytes;
import org.predictbench.bench.plan.RequestCycle;
import org.predictbench.bench.process.ParentWatch;
import org.predictbench.bench.process.ProcessMemory;
import org.predictbench.bench.process.QuietLogs;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.CallParts;
import org.predictbench.bench.result.StubCalls;
import org.predictbench.bench.servers.CallPlans;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.Target;
import org.predictbench.client.Tensor;
import org.predictbench.client.WireCodec;
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

  /** Takes image files. */
  private static final String IMAGE_SIGNATURE = "jpeg";

  private static final String PLAIN_MODEL = "fixed-reply";

  private final ForkSlices slices = new ForkSlices(ForkProperties.slices());
  private final ForkServer server = new ForkServer();
  private final CallCosts costs = new CallCosts(ForkProperties.countsPins());
  private Answer answer;
  private String failure;
  private AnatomyClient timed;
  private CallPlan plan;
  private StubCalls stubCalls;
  private RequestCycle cycle;
  private OwnClient users;
  private Variant opened;
  private ModelRef called;

  private ForkContext() {}

  /** Call it first: from here on the fork dies with its parent. */
  public static ForkContext open() {
    ParentWatch.start();
    QuietLogs.install();
    return new ForkContext();
  }

  /** What the harness has planned; under plain JMH, the image that comes with us. */
  public CallPlan plan() {
    return plan(AskedWorkload.ofModel(PLAIN_MODEL), EMBEDDED);
  }

  /**
   * What the harness has planned.
   *
   * @param asked what is called and sent under plain JMH, where nobody has planned anything
   * @param target where it runs then
   */
  public CallPlan plan(AskedWorkload asked, String target) {
    if (plan == null) {
      plan = ForkProperties.workload().map(ForkContext::read).orElseGet(() -> made(asked, target));
    }
    return plan;
  }

  private static CallPlan read(Path folder) {
    try {
      return CallPlan.read(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CallPlan made(AskedWorkload asked, String target) {
    boolean running = !target.equals(EMBEDDED) && !target.equals(WIRE);
    try {
      return CallPlans.of(asked, running ? target : null, ModelServers.ofUser(), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the harness has planned, with the first request alone: for a cold start. */
  public CallPlan firstCall() {
    plan = ForkProperties.workload().map(ForkContext::readFirst).orElseThrow();
    return plan;
  }

  private static CallPlan readFirst(Path folder) {
    try {
      return CallPlan.readFirst(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first request's bytes as floats, or as many of them, over and over, as a cell asks for. */
  public float[] values(int batch) {
    float[] floats = RequestBytes.of(plan().requests().requests().get(0).repeated(batch));
    int count = ForkProperties.values();
    if (count == 0) {
      return floats;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = floats[i % floats.length];
    }
    return values;
  }

  /** What a variant sends: image files, or the plan's requests, each {@code batch} times over. */
  public RequestCycle requests(Variant variant, int batch) {
    if (variant.encoding().sendsImages()) {
      byte[] file =
          plan()
              .image()
              .orElseThrow(() -> new IllegalArgumentException("the requests are no image files"));
      Tensor image = Tensor.strings(new byte[][] {file}, 1).repeated(batch);
      return cycle(List.of(Inputs.of("image_bytes", image)));
    }
    if (ForkProperties.values() > 0) {
      float[] values = values(1);
      return cycle(
          List.of(Inputs.of("input", Tensor.of(values, 1, values.length)).repeated(batch)));
    }
    return cycle(
        plan().requests().requests().stream().map(inputs -> inputs.repeated(batch)).toList());
  }

  private RequestCycle cycle(List<Inputs> requests) {
    cycle = new RequestCycle(requests);
    return cycle;
  }

  /**
   * The servable of that name, by the signature that takes what the variant sends.
   *
   * @param signature a cell's own, empty for the plan's
   * @param outputs the aliases that a cell asks for; empty for all of them
   */
  public ModelRef model(Variant variant, String servable, String signature, List<String> outputs) {
    ModelRef model =
        plan().model(servable, variant.encoding().sendsImages() ? IMAGE_SIGNATURE : signature);
    return outputs.isEmpty() ? model : model.withOutputs(outputs.toArray(String[]::new));
  }

  /**
   * Where to send it: {@code target} itself, or a server started now for {@link #EMBEDDED} and
   * {@link #WIRE}.
   */
  public Target target(String target, String config, String model, Transport transport) {
    return server.target(target, config, model, transport);
  }

  /** From now on clients are a user's. */
  public void calls(OwnClient client) {
    users = client;
  }

  /**
   * Opens the client to be measured. One like it first calls the server's stub model, if there is
   * one, so that the JIT compiles what surrounds the model's work.
   *
   * @return slowed, or with its calls' parts measured, where the cell asks for it
   */
  public PredictClient warmClient(
      Variant variant, Target reached, ModelRef model, RequestCycle requests) {
    opened = variant;
    called = model;
    PredictClient client = client(variant, reached, model);
    timed = client instanceof AnatomyClient anatomy ? anatomy : null;
    server
        .stubModel()
        .ifPresent(
            stub -> {
              try (PredictClient warm = client(variant, reached, renamed(model, stub))) {
                stubCalls =
                    StubWarmup.run(
                        () -> warm.predict(requests.get(requests.next()), plan().options()),
                        () -> client.predict(requests.get(requests.next()), plan().options()),
                        ForkProperties.stubWarmup(StubWarmup.DEFAULT));
              }
            });
    double slowdown = ForkProperties.slowdown();
    return slowdown > 0 ? new SlowedClient(client, slowdown) : client;
  }

  /** The stub has the model's signatures, and neither its versions nor its labels. */
  private static ModelRef renamed(ModelRef model, String stub) {
    return new ModelRef(
        stub,
        OptionalLong.empty(),
        Optional.empty(),
        model.signature(),
        model.outputs(),
        model.types());
  }

  private PredictClient client(Variant variant, Target reached, ModelRef ref) {
    if (users != null) {
      return users.open(reached, ref);
    }
    if (!ForkProperties.hasCallParts()) {
      return PredictClients.create(variant, reached, ref);
    }
    return new AnatomyClient(variant, reached, ref);
  }

  /** Whether calls from here on count: from then on their costs do, and so do parts of calls. */
  public void count(boolean counts) {
    if (counts) {
      costs.begin();
    }
    if (timed != null) {
      timed.keep(counts);
    }
  }

  /** Lets the JIT compile calls that need no server of ours. */
  public void warmUp(Runnable call) {
    var unused = StubWarmup.run(call, call, ForkProperties.stubWarmup(StubWarmup.DEFAULT));
  }

  /**
   * Keeps the answer to the first request, against which the harness compares those of other cells.
   */
  public void answered(Inputs inputs, Outputs outputs) {
    if (!server.isWire()) {
      answer = Answers.of(outputs);
    } else if (!WireServer.echoes(message(inputs), outputs)) {
      throw new IllegalStateException("the wire's server did not read the whole request");
    }
  }

  /** The request as it went over the wire. */
  private byte[] message(Inputs inputs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      var unused =
          WireCodec.of(opened.method(), opened.encoding(), opened.protos(), called)
              .encode(inputs, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
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

  private Answer wholeAnswer() {
    return answer == null || cycle == null || cycle.size() == 1
        ? answer
        : Answers.ofAll(answer, cycle.hashes());
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
                        new ForkReport(
                            wholeAnswer(),
                            ProcessMemory.peakRssBytes(),
                            costs.cpuNanos(),
                            costs.pauses(),
                            costs.pins(),
                            callParts(),
                            stubCalls,
                            failure));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    costs.close();
    server.close();
  }
}
