package org.predictbench.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.predictbench.bench.check.ClientCheck.Finding;
import org.predictbench.bench.check.ClientCheck.State;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.own.CompiledClients;
import org.predictbench.bench.own.OwnClient;

/** A sound client keeps every promise, and each broken one is found out. */
class ClientCheckTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"best", "leanest"})
  void ourOwnClientsKeepEveryPromise(String client) throws Exception {
    ClassPath path =
        CompiledClients.wrapping(
            folder,
            "public CompletableFuture<Outputs> predictAsync(Inputs i, RequestOptions o) {"
                + " return client.predictAsync(i, o); }",
            "PredictClients." + client + "(target, model)");
    assertThat(findings(path)).allMatch(finding -> finding.state() == State.HELD);
  }

  /** A thread that waits is a poor way to be asynchronous, and a right one. */
  @Test
  void aClientThatOnlyWaitsKeepsWhatIsAsynchronousToo() throws Exception {
    List<Finding> findings = new ArrayList<>();
    ClientCheck.run(
        OwnClient.of(Map.of("class", "acme.Factory"), CompiledClients.wrapping(folder, "")),
        words -> words.matches("(eight callers|the server's status|a call ends|a future).*"),
        findings::add);
    assertThat(findings).hasSize(4).allMatch(finding -> finding.state() == State.HELD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Outputs predict | return Outputs.of(Map.of());                                      | every bit of float",
        "Outputs predict | Outputs a = client.predict(i, o); return i.byteSize() > 9000000 ? Outputs.of(Map.of(\"x\", Tensor.of(new float[1], 1))) : a; | messages of 19 MB",
        "Outputs predict | return client.predict(i, RequestOptions.DEFAULT);                 | a call ends at its deadline",
        "Outputs predict | return client.predict(i, RequestOptions.DEFAULT);                 | headers of a call",
        "Outputs predict | try { return client.predict(i, o); } catch (PredictException e) { throw new IllegalStateException(e); } | the server's status",
        "Outputs predict | try { return client.predict(i, o); } catch (PredictException e) { throw PredictException.named(\"UNKNOWN\", \"failed\", e); } | the server's status",
        "Outputs predict | try { return client.predict(i, o); } finally { Thread.interrupted(); } | a caller that is interrupted",
        "void close      |                                                                   | close can be repeated",
      })
  void eachBrokenPromiseIsFoundOut(String method, String body, String promise) throws Exception {
    String parameters = method.startsWith("void") ? "()" : "(Inputs i, RequestOptions o)";
    ClassPath path =
        CompiledClients.wrapping(
            folder,
            "public %s%s { %s }".formatted(method.strip(), parameters, body == null ? "" : body));
    List<Finding> findings = new ArrayList<>();
    ClientCheck.run(
        OwnClient.of(Map.of("class", "acme.Factory"), path),
        words -> words.startsWith(promise) || promise.startsWith(words),
        findings::add);
    assertThat(findings)
        .isNotEmpty()
        .allMatch(finding -> finding.state() == State.BROKEN, "is found out")
        .allMatch(finding -> !finding.reason().isBlank());
  }

  /** A number that is none is an IllegalArgumentException, and no type that is not carried. */
  @Test
  void aClientThatCannotBeOpenedKeepsNoPromise() throws Exception {
    ClassPath path =
        CompiledClients.wrapping(
            folder,
            "",
            "PredictClients.best(target, model.withOutputs(\"\" + Integer.parseInt(\"x\")))");
    assertThat(findings(path))
        .containsExactly(
            new Finding(
                State.BROKEN,
                ClientCheck.OPENS,
                "java.lang.NumberFormatException: For input string: \"x\""));
  }

  @Test
  void whatAClientSaysThatItDoesNotCarryIsNoBrokenPromise() throws Exception {
    ClassPath path =
        CompiledClients.wrapping(
            folder,
            """
            public Outputs predict(Inputs i, RequestOptions o) {
              for (String alias : i.aliases()) {
                if (i.tensor(alias).dtype() != DType.FLOAT) {
                  throw new IllegalArgumentException("no " + i.tensor(alias).dtype().id());
                }
              }
              return client.predict(i, o);
            }
            """);
    List<Finding> findings = findings(path);
    assertThat(findings).noneMatch(finding -> finding.state() == State.BROKEN);
    assertThat(findings)
        .anyMatch(f -> f.state() == State.HELD && f.promise().equals("every bit of float"))
        .anyMatch(f -> f.state() == State.NOT_CARRIED && f.promise().contains("double, int32"));
  }

  private static List<Finding> findings(ClassPath path) throws Exception {
    List<Finding> findings = new ArrayList<>();
    ClientCheck.run(OwnClient.of(Map.of("class", "acme.Factory"), path), findings::add);
    return findings;
  }
}
