package org.predictbench.bench.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.bench.fork.Answers;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.OutputHash;
import org.predictbench.bench.plan.PlanFolder;
import org.predictbench.bench.program.ClientProgram;
import org.predictbench.bench.program.ProgramStart;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.bench.result.ForkRecord;
import org.predictbench.bench.result.Protocol;
import org.predictbench.bench.result.Suite;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Tensor;
import org.predictbench.client.axis.Transport;
import org.predictbench.serving.full.PredictResponse;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;

/** Real Python, or a script that misbehaves, and a real server that answers with the inputs. */
@Timeout(60)
class ProcessRunTest {
  private static final Inputs FLOATS = Inputs.of("x", Tensor.of(new float[] {1, 2.5f, -3}, 1, 3));

  private static final Map<String, Optional<String>> UNAVAILABLE = new HashMap<>();

  @TempDir static Path shared;

  @TempDir Path scratch;

  private EchoServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float-val", "tensor-content"})
  void pythonSendsTensorsOfEveryTypeAndReadsThemBack(String encoding) throws Exception {
    Inputs all =
        FLOATS
            .with("double", Tensor.of(new double[] {1e300, Double.NaN}, 2))
            .with("int", Tensor.of(new int[] {-7, Integer.MAX_VALUE}, 2, 1))
            .with("long", Tensor.of(new long[] {Long.MIN_VALUE}, 1))
            .with("short", Tensor.of(new short[] {-300}, 1))
            .with("int8", Tensor.int8(new byte[] {-1}, 1))
            .with("uint8", Tensor.uint8(new byte[] {-1, 0}, 2))
            .with("bool", Tensor.of(new boolean[] {true, false}, 2))
            .with("half", Tensor.of(DType.HALF, ByteBuffer.wrap(new byte[] {0, 60, 1, 2}), 2))
            .with("bfloat16", Tensor.of(DType.BFLOAT16, ByteBuffer.wrap(new byte[] {3, 64}), 1))
            .with("scalar", Tensor.of(new float[] {9}))
            .with("empty", Tensor.of(new float[0], 0, 4))
            .with("string", Tensor.strings("a", "\u00e4", ""));

    ForkRecord record = run("process", python(encoding, "shared"), all);

    assertThat(record.reason()).isNull();
    var sent = server.requests.get(server.requests.size() - 1).getInputsOrThrow("x");
    assertThat(record.answer().outputs()).isEqualTo(expected(all).outputs()).hasSize(13);
    assertThat(sent.getFloatValCount()).isEqualTo(encoding.equals("float-val") ? 3 : 0);
    assertThat(sent.getTensorContent().size()).isEqualTo(encoding.equals("float-val") ? 0 : 12);
  }

  @Test
  void whatPythonMeasuresIsRecorded() throws Exception {
    ForkRecord record = run("process", python("float-val", "shared"), FLOATS);

    long samples = record.histogramNanos().stream().mapToLong(pair -> pair[1]).sum();
    long toTheModel =
        server.requests.stream().filter(r -> r.getModelSpec().getName().equals("echo")).count();
    // Two slices count; the one of warm-up, the first call, and that of the harness do not.
    assertThat(samples).isBetween(1L, toTheModel - 3);
    // Held against what the server counts: a program that makes no calls is found out.
    assertThat(record.calls()).isEqualTo(samples);
    assertThat(record.program().name()).isEqualTo("Python");
    assertThat(record.program().libraries()).containsOnlyKeys("grpcio", "numpy", "protobuf");
    assertThat(record.program().cpuNanosPerCall()).isNotNegative();
    assertThat(record.clientPeakRssBytes()).isGreaterThan(5_000_000L);
    // The stub model came first.
    assertThat(server.requests.get(0).getModelSpec().getName()).isEqualTo("stub");
  }

  @ParameterizedTest
  @CsvSource({
    "cpp,tensor-content,sync",
    "cpp,tensor-content,callback",
    "cpp,float-val,sync",
    "node,tensor-content,",
    "node,float-val,",
    "java,tensor-content,",
    "java,float-val,"
  })
  void otherLanguagesDoSoForTheTypesThatServicesHave(String program, String encoding, String api)
      throws Exception {
    Inputs several =
        FLOATS
            .with("double", Tensor.of(new double[] {1e300, -0.0}, 2))
            .with("int", Tensor.of(new int[] {-7, Integer.MAX_VALUE}, 2, 1))
            .with("long", Tensor.of(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, 2))
            .with("string", Tensor.strings("a", "\u00e4", ""));
    Map<String, String> client = new HashMap<>(client(program, encoding, "shared"));
    if (api != null) {
      client.put("api", api);
    }

    ForkRecord record = run("process", client, several);

    assertThat(record.reason()).isNull();
    var sent = server.requests.get(server.requests.size() - 1).getInputsOrThrow("x");
    assertThat(record.answer().outputs()).isEqualTo(expected(several).outputs()).hasSize(5);
    assertThat(sent.getFloatValCount()).isEqualTo(encoding.equals("float-val") ? 3 : 0);
    assertThat(record.program().cpuNanosPerCall()).isNotNegative();
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "cpp", "node", "java"})
  void aKeptChannelIsOneConnectionAndOtherwiseEachCallHasItsOwn(String program) throws Exception {
    assertThat(run("process", client(program, "tensor-content", "shared"), FLOATS).reason())
        .isNull();
    // The other one is the harness's own, to check the answer.
    assertThat(server.connections).hasValue(2);
    server.close();

    assertThat(
            run("process", client(program, "tensor-content", "channel-per-call"), FLOATS).reason())
        .isNull();
    assertThat(server.connections).hasValue(server.requests.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "cpp", "node", "java"})
  void eachRequestOfASetIsSentInTurnAndItsAnswerKept(String program) throws Exception {
    Inputs second = Inputs.of("x", Tensor.of(new float[] {7}, 1, 1));
    ForkRecord record = run("process", client(program, "tensor-content", "shared"), FLOATS, second);

    assertThat(record.reason()).isNull();
    assertThat(record.answer().requests())
        .containsExactly(hash(expectedOutputs(FLOATS)), hash(expectedOutputs(second)));
  }

  @Test
  void aColdStartIsTimedFromTheProcessStart() throws Exception {
    ForkRecord record = run("cold-start-process", python("float-val", "channel-per-call"), FLOATS);

    assertThat(record.reason()).isNull();
    // Two slices; an interpreter and its imports take their time.
    assertThat(record.histogramNanos()).hasSize(2);
    assertThat(record.histogramNanos().get(0)[0]).isGreaterThan(20_000_000L);
    // One call each: two starts before anything counts, two that do, and the harness's.
    assertThat(server.requests).hasSize(5);
    assertThat(record.calls()).isEqualTo(2);
    assertThat(record.answer().outputs()).isEqualTo(expected(FLOATS).outputs());
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "cpp", "node", "java"})
  void aCallThatFailsFailsTheCellWithItsStatus(String program) throws Exception {
    server = new EchoServer(3, Integer.MAX_VALUE);
    ForkRecord record = run("process", client(program, "float-val", "shared"), FLOATS);

    assertThat(record.ok()).isFalse();
    assertThat(record.reason()).isEqualTo("RESOURCE_EXHAUSTED: no more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "cpp", "node", "java"})
  void aProgramNoticesAnAnswerThatDiffersFromItsFirst(String program) throws Exception {
    server = new EchoServer(Integer.MAX_VALUE, 3);
    ForkRecord record = run("process", client(program, "float-val", "shared"), FLOATS);

    assertThat(record.reason())
        .matches(
            "the client program reports that [0-9]+ of [0-9]+ answers differ from the first.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "cold-start-process"})
  void aWrongAnswerFailsTheCell(String kind) throws Exception {
    server = new EchoServer();
    // An empty PredictResponse: one without outputs.
    ForkRecord record = runScript(kind, "printf '' > $1/answers/1.pb");

    assertThat(record.ok()).isFalse();
    assertThat(record.reason())
        .isEqualTo(
            "the client program's answer is wrong: its outputs are [], those that a client of ours gets [x]");
    assertThat(record.histogramNanos()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "cold-start-process"})
  void anAnswerThatCannotBeReadFailsTheCell(String kind) throws Exception {
    server = new EchoServer();
    ForkRecord record = runScript(kind, "printf Traceback > $1/answers/1.pb");

    assertThat(record.reason()).isEqualTo("the client program's answer is no PredictResponse");
  }

  @Test
  void anAnswerWhoseTensorIsTooShortForItsShapeFailsTheCell() throws Exception {
    server = new EchoServer();
    // outputs {x: float of shape 3, four bytes of tensor_content}
    Path answer = Files.write(scratch.resolve("short"), shortAnswer().toByteArray());
    ForkRecord record = runScript("process", "cp %s $1/answers/1.pb".formatted(answer));

    assertThat(record.ok()).isFalse();
    assertThat(record.reason()).isEqualTo("the client program's answer is no PredictResponse");
  }

  private static PredictResponse shortAnswer() {
    return PredictResponse.newBuilder()
        .putOutputs(
            "x",
            TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(
                    TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(3)))
                .setTensorContent(ByteString.copyFrom(new byte[4]))
                .build())
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"process", "cold-start-process"})
  void aProgramThatDiesFailsTheCell(String kind) throws Exception {
    server = new EchoServer();
    ForkRecord record = runScript(kind, "echo out of luck >&2; exit 7");

    assertThat(record.reason())
        .isEqualTo(
            "the client program ended with status 7 instead of saying 'answered': out of luck");
  }

  private static Map<String, String> python(String encoding, String reuse) {
    return client("python", encoding, reuse);
  }

  private static Map<String, String> client(String program, String encoding, String reuse) {
    return Map.of("program", program, "encoding", encoding, "reuse", reuse);
  }

  private ForkRecord run(String kind, Map<String, String> client, Inputs... requests)
      throws IOException {
    ClientProgram program = ClientProgram.of(client);
    // Once: it takes a start or two of an interpreter, or a compiler's time.
    Optional<String> why = UNAVAILABLE.computeIfAbsent(program.id(), id -> program.unavailable());
    assumeTrue(why.isEmpty(), () -> why.orElse(""));
    return run(kind, client, start(program.command(shared)), requests);
  }

  private ProgramStart start(List<String> command) {
    return new ProgramStart(
        new PlanFolder(scratch), scratch, cell -> command, Duration.ofSeconds(20));
  }

  /** Says what is expected of it, and does that when it is to make its first call. */
  private ForkRecord runScript(String kind, String atFirstCall) throws IOException {
    String script =
        """
        echo '{"say":"hello","protocol":1,"name":"Fake","version":"1"}'
        while read line; do
          case "$line" in
            *prepare*) echo '{"say":"ready"}';;
            *warm-up*) echo '{"say":"warm","calls":1}';;
            *) %s
               echo '{"say":"answered"}';;
          esac
        done
        """
            .formatted(atFirstCall);
    Path file = Files.writeString(scratch.resolve("fake.sh"), script);
    String files = scratch.resolve("program-1-1").toString();
    return run(
        kind,
        Map.of("program", "python"),
        start(List.of("/bin/sh", file.toString(), files)),
        FLOATS);
  }

  private ForkRecord run(
      String kind, Map<String, String> client, ProgramStart start, Inputs... requests)
      throws IOException {
    if (server == null || server.requests.size() > 2) {
      server = new EchoServer();
    }
    CallPlan plan =
        CallPlan.of(
            ModelRef.of("echo"),
            new RequestSet("test", List.of(requests), List.of()),
            RequestOptions.DEFAULT);
    new PlanFolder(scratch).write(Map.of("echo", plan));
    Cell cell = new Cell("c", "c", client, "s1", CellKind.of(kind));
    Suite suite = suite(cell);
    CellRun run =
        kind.equals("process")
            ? new ProcessRun(start, Clock.systemUTC())
            : new ColdProcessRun(start, Clock.systemUTC());
    try (RunningCell running = run.start(suite, cell, 1, 1, server)) {
      boolean works = running.awaitReady() && running.warmUp();
      for (int slice = 0; slice < suite.warmupSlices() + suite.measuredSlices(cell); slice++) {
        works = works && running.awaitSlice();
      }
      return running.finish();
    }
  }

  private static Suite suite(Cell cell) {
    Cell control = new Cell("d", "d", cell.client(), cell.server(), cell.kind());
    Duration slice = Duration.ofMillis(40);
    return new Suite(
        "t",
        "?",
        "echo",
        1,
        new Protocol(1, slice, slice, slice.multipliedBy(2), slice, 1),
        "d",
        "d",
        1,
        1,
        new ArrayList<>(List.of(cell, control)));
  }

  private Answer expected(Inputs inputs) {
    return Answers.of(expectedOutputs(inputs));
  }

  private Outputs expectedOutputs(Inputs inputs) {
    try (PredictClient client =
        PredictClients.best(server.target(Transport.NETTY_NIO), ModelRef.of("echo"))) {
      return client.predict(inputs, RequestOptions.DEFAULT);
    }
  }

  private static String hash(Outputs outputs) {
    return Answer.shortened(OutputHash.of(outputs));
  }
}
