package org.predictbench.bench.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that keep to the protocol, and one for each way not to. */
@Timeout(60)
class ProgramClientTest {
  private static final Duration SLICE = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static final String HELLO =
      say(
          "\"hello\",\"protocol\":1,\"name\":\"Fake\",\"version\":\"1.0\",\"libraries\":{\"x\":\"2\"}");
  private static final String READY = "read line; " + say("\"ready\"");
  private static final String FIRST =
      "read line; printf answer > $1/answers/1.pb; " + say("\"answered\"");
  private static final String ENDED = "read line; " + say("\"ended\"");

  /** One of 37.5 ms, 0x23c3460 ns: two make three quarters of a time slice of 100 ms. */
  private static final String DURATION = "\\140\\064\\074\\002\\0\\0\\0\\0";

  @TempDir Path folder;

  private ProgramFiles files;
  private ProgramClient program;

  @BeforeEach
  void writeRequest() throws IOException {
    files =
        ProgramFiles.write(
            folder.resolve("files"), List.of("request".getBytes(StandardCharsets.UTF_8)));
  }

  @AfterEach
  void close() {
    if (program != null) {
      program.close();
    }
  }

  @Test
  void aProgramThatKeepsToTheProtocolIsHeard() throws Exception {
    start(
        HELLO,
        "read line; echo \"$line\" > $1/order; " + say("\"ready\""),
        FIRST,
        slice("2", "0", DURATION + DURATION),
        ENDED);
    assertThat(program.awaitHello().text()).isEqualTo("Fake 1.0, x 2");
    program.prepare(order());
    assertThat(program.firstAnswer()).asString(StandardCharsets.UTF_8).isEqualTo("answer");
    assertThat(program.timeSlice(SLICE)).containsExactly(37_500_000L, 37_500_000L);
    assertThat(program.peakRssBytes()).isPositive();
    assertThat(program.cpuTime()).isPresent();
    assertThat(program.end(2)).hasSize(2).element(1).isNull();
    assertThat(Files.readString(folder.resolve("files/order")))
        .contains(
            "\"do\":\"prepare\"",
            "\"target\":\"127.0.0.1:9\"",
            "\"signature\":\"serving_default\"",
            "\"count\":1",
            "\"options\":{\"encoding\":\"float-val\"}",
            "\"headers\":{\"a\":\"b\"}");
    assertThat(files.requests().resolve("1.pb")).hasContent("request");
  }

  static Stream<Arguments> brokenFromTheStart() {
    return Stream.of(
        Arguments.of(
            "echo first >&2; echo no module named grpc >&2; echo >&2; exit 3",
            "ended with status 3 instead of saying 'hello': no module named grpc"),
        Arguments.of("kill -9 $$", "was killed by signal 9 instead of saying 'hello'"),
        Arguments.of("exit 0", "ended with status 0 instead of saying 'hello'"),
        Arguments.of("echo Usage: client", "should have said 'hello', and wrote: Usage: client"),
        Arguments.of("echo", "should have said 'hello', and wrote: an empty line"),
        Arguments.of("echo 7", "should have said 'hello', and wrote: 7"),
        Arguments.of("printf '\\033[31m{\\001\\n'", "should have said 'hello', and wrote: ?[31m{?"),
        Arguments.of("yes | tr -d '\\n' | head -c 3000000", "and wrote: " + "y".repeat(60) + "..."),
        Arguments.of(
            READY.substring("read line; ".length()), "should have said 'hello', and wrote"),
        Arguments.of(
            say("\"hello\",\"protocol\":2,\"name\":\"F\",\"version\":\"1\""),
            "speaks version 2 of the protocol; known: 1"),
        Arguments.of(
            say("\"hello\",\"name\":\"F\""), "said 'hello' without a whole number 'protocol'"),
        Arguments.of(
            say("\"hello\",\"protocol\":1,\"name\":\"F\""), "said 'hello' without a 'version'"),
        Arguments.of(
            say("\"hello\",\"protocol\":1,\"name\":\"F|[x](h)<b>\",\"version\":\"1\""),
            "calls itself 'F|[x](h)<b> 1'; wanted: letters, digits and"));
  }

  @ParameterizedTest
  @MethodSource
  void brokenFromTheStart(String script, String reason) throws Exception {
    start(script);
    assertThatThrownBy(() -> program.awaitHello())
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining(reason)
        .message()
        .startsWith("the client program ")
        .hasLineCount(1);
  }

  static Stream<Arguments> brokenInASlice() {
    return Stream.of(
        Arguments.of(slice("0", "0", ""), "reports 0 calls in a time slice: at least one belongs"),
        Arguments.of(slice("-1", "0", ""), "reports -1 calls in a time slice"),
        Arguments.of(slice("1.5", "0", DURATION), "without a whole number 'calls'"),
        Arguments.of(slice("\"1\"", "0", DURATION), "without a whole number 'calls'"),
        Arguments.of(slice("1", "null", DURATION), "without a whole number 'differing'"),
        Arguments.of(slice("90000000", "0", DURATION), "calls in a time slice of"),
        Arguments.of(slice("99999999999999999999", "0", DURATION), "without a whole number"),
        Arguments.of(
            slice("2", "0", DURATION), "reports 2 calls, and its file of durations holds 1"),
        Arguments.of(slice("1", "0", "abc"), "holds 3 bytes, no whole number"),
        Arguments.of(
            "read line; sleep 0.03; " + done("1", "0"),
            "the client program wrote no file of durations"),
        Arguments.of(slice("1", "0", "\\0\\0\\0\\0\\0\\0\\0\\0"), "reports a call of 0 ns"),
        Arguments.of(slice("1", "0", "\\1\\0\\0\\0\\0\\0\\0\\200"), "reports a call of -9223"),
        Arguments.of(
            slice("1", "0", "\\0\\0\\0\\0\\0\\1\\0\\0"),
            "reports calls that together last longer than their time slice of"),
        Arguments.of(
            slice("2", "0", "\\377\\377\\377\\377\\377\\377\\377\\177".repeat(2)),
            "reports calls that together last longer than their time slice of"),
        Arguments.of(
            slice("1", "0", "\\100\\102\\017\\0\\0\\0\\0\\0"),
            "reports calls that together last 1 of the 1"),
        Arguments.of(
            slice("2", "1", DURATION + DURATION),
            "reports that 1 of 2 answers differ from the first one to the same request"),
        Arguments.of(
            "read line; printf '" + DURATION + "' > $1/durations; " + done("1", "0"),
            "ended its time slice of 20 ms after "),
        Arguments.of(
            "read line; " + say("\"failed\",\"reason\":\"UNAVAILABLE: no route\""),
            "UNAVAILABLE: no route"),
        Arguments.of("read line; " + say("\"failed\""), "said 'failed' without a 'reason'"),
        Arguments.of(
            "read line; echo Traceback >&2; exit 1",
            "ended with status 1 instead of saying 'done': Traceback"),
        Arguments.of(
            "exec 1>&-; read line; sleep 3", "closed its stdout instead of saying 'done'"));
  }

  @ParameterizedTest
  @MethodSource
  void brokenInASlice(String script, String reason) throws Exception {
    start(HELLO, READY, script);
    var unused = program.awaitHello();
    program.prepare(order());
    assertThatThrownBy(() -> program.timeSlice(SLICE))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  @Test
  void durationsOfTheSliceBeforeAreNotTakenTwice() throws Exception {
    start(
        HELLO,
        READY,
        slice("2", "0", DURATION + DURATION),
        "read line; sleep 0.03; " + done("2", "0"));
    var unused = program.awaitHello();
    program.prepare(order());
    assertThat(program.timeSlice(SLICE)).hasSize(2);
    assertThatThrownBy(() -> program.timeSlice(SLICE))
        .hasMessage("the client program wrote no file of durations");
  }

  @Test
  void aProgramThatHangsIsNotWaitedForEvenIfItsChildrenLiveOn() throws Exception {
    start(Duration.ofMillis(400), HELLO, READY, "read line; sleep 50; sleep 50");
    var unused = program.awaitHello();
    program.prepare(order());
    assertThatThrownBy(() -> program.timeSlice(SLICE))
        .hasMessage("the client program did not say 'done' within 420 ms");
    ProcessHandle shell = ProcessHandle.of(program.pid()).orElseThrow();
    List<ProcessHandle> children = shell.descendants().toList();
    assertThat(children).isNotEmpty();
    program.close();
    assertThat(shell.isAlive()).isFalse();
    assertThat(children).allSatisfy(child -> child.onExit().join());
  }

  /** Its parent has ended, so that it is nobody's descendant. */
  @Test
  void whatAProgramLeftBehindEndsToo() throws Exception {
    start("( sleep 50 & echo $! > $1/stray )", HELLO, "read line");
    var unused = program.awaitHello();
    String pid = Files.readString(folder.resolve("files/stray")).strip();
    ProcessHandle stray = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    ProcessHandle shell = ProcessHandle.of(program.pid()).orElseThrow();
    assertThat(shell.descendants()).doesNotContain(stray);
    program.close();
    stray.onExit().get(10, TimeUnit.SECONDS);
  }

  @Test
  void aLineThatNobodyAskedForIsNoAnswerToTheNextQuestion() throws Exception {
    start(HELLO, READY, say("\"answered\""), "sleep 30");
    var unused = program.awaitHello();
    program.prepare(order());
    while (!program.hasUnreadLine()) {
      Thread.sleep(5);
    }
    assertThatThrownBy(() -> program.firstAnswer())
        .hasMessageStartingWith("the client program wrote a line that nobody asked for: {\"say\"");
  }

  @Test
  void aProgramThatWritesOnAndOnFillsNoMemory() throws Exception {
    start(HELLO, READY, "yes");
    var unused = program.awaitHello();
    program.prepare(order());
    assertThatThrownBy(() -> program.firstAnswer()).isInstanceOf(ProgramException.class);
  }

  @Test
  void anAnswerThatIsNoFileIsNone() throws Exception {
    start(HELLO, READY, "read line; " + say("\"answered\""));
    var unused = program.awaitHello();
    program.prepare(order());
    assertThatThrownBy(() -> program.firstAnswer())
        .hasMessage("the client program wrote no file of its first answer");
  }

  @Test
  void anAnswerThatAnEarlierProgramLeftIsNone() throws Exception {
    Files.writeString(files.root().resolve("answers/1.pb"), "earlier");
    start(HELLO, READY, "read line; " + say("\"answered\""));
    var unused = program.awaitHello();
    program.prepare(order());
    assertThatThrownBy(() -> program.firstAnswer())
        .hasMessage("the client program wrote no file of its first answer");
  }

  @Test
  void aProgramThatIsNotThereCannotBeStarted() {
    assertThatThrownBy(() -> ProgramClient.start(List.of("no-such-program"), files, LIMIT))
        .isInstanceOf(ProgramException.class)
        .hasMessageStartingWith("the client program cannot be started: ")
        .hasMessageContaining("no-such-program");
  }

  @Test
  void aProgramThatIgnoresItsInputsEndIsKilled() throws Exception {
    start("trap '' TERM HUP PIPE", HELLO, "while :; do sleep 0.1; done");
    var unused = program.awaitHello();
    ProcessHandle process = ProcessHandle.of(program.pid()).orElseThrow();
    program.close();
    assertThat(process.isAlive()).isFalse();
  }

  private void start(String... script) throws IOException {
    start(LIMIT, script);
  }

  private void start(Duration limit, String... script) throws IOException {
    Path file = Files.writeString(folder.resolve("program.sh"), String.join("\n", script) + "\n");
    program =
        ProgramClient.start(
            List.of("/bin/sh", file.toString(), files.root().toString()), files, limit);
  }

  private static ProgramClient.Order order() {
    return new ProgramClient.Order(
        "127.0.0.1:9",
        "m",
        "serving_default",
        1,
        Map.of("a", "b"),
        Map.of("encoding", "float-val"));
  }

  private static String say(String rest) {
    return "echo '{\"say\":" + rest + "}'";
  }

  private static String slice(String calls, String differing, String durations) {
    return "read line; sleep 0.1; printf '%s' > $1/durations; ".formatted(durations)
        + done(calls, differing);
  }

  private static String done(String calls, String differing) {
    return say("\"done\",\"calls\":%s,\"differing\":%s".formatted(calls, differing));
  }
}
