package org.predictbench.bench.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClientFactory;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/** Users' clients are found, loaded apart and opened; what is wrong with one is said in a line. */
class OwnClientsTest {
  @TempDir private Path folder;

  @Test
  void whatTheClassPathNamesAsAServiceIsFound() throws Exception {
    ClassPath path = CompiledClients.wrapping(folder, "");
    assertThat(OwnClients.on(path).all())
        .extracting(PredictClientFactory::name)
        .containsExactly("Acme's (own) client");
    OwnClient client = OwnClient.of(Map.of("class", "acme.Factory", "options.pool", "4"), path);
    assertThat(client.transport()).isEqualTo(Transport.NETTY_NIO);
    client.open(Target.parse("127.0.0.1:1"), ModelRef.of("m")).close();
  }

  @Test
  void itsOptionsAreItsOwnToRefuse() throws Exception {
    ClassPath path = CompiledClients.wrapping(folder, "");
    OwnClient client = OwnClient.of(Map.of("class", "acme.Factory", "options.pol", "4"), path);
    assertThatThrownBy(() -> client.open(Target.parse("127.0.0.1:1"), ModelRef.of("m")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("known options: pool; given: {pol=4}");
    assertThatThrownBy(() -> OwnClient.of(Map.of("class", "acme.Factory", "pool", "4"), path))
        .isInstanceOf(InputException.class)
        .hasMessage("client: unknown 'pool'; known beside a class: options");
  }

  /** Its gRPC, Netty and Guava are those that its service runs. */
  @Test
  void itsOwnVersionOfALibraryGoesBeforeOurs() throws Exception {
    ClassPath path =
        CompiledClients.of(
            folder,
            "",
            Map.of(
                "com/google/common/base/Strings.java",
                "package com.google.common.base; public class Strings {"
                    + " public static String version() { return \"theirs\"; } }",
                "acme/Factory.java",
                """
                package acme;
                import java.util.Map;
                import org.predictbench.client.*;
                public class Factory implements PredictClientFactory {
                  public String name() { return com.google.common.base.Strings.version(); }
                  public PredictClient open(Target t, ModelRef m, Map<String, String> o) {
                    throw new IllegalStateException(io.grpc.Status.UNAVAILABLE.toString());
                  }
                }
                """));
    PredictClientFactory factory = OwnClients.on(path).named("acme.Factory");
    assertThat(factory.name()).isEqualTo("theirs");
    // What it does not bring is ours.
    assertThatThrownBy(() -> factory.open(Target.parse("127.0.0.1:1"), ModelRef.of("m"), Map.of()))
        .hasMessageContaining("UNAVAILABLE");
  }

  @Test
  void exceptionsOfAnotherGrpcKeepTheirCode() throws Exception {
    String grpc =
        io.grpc.Status.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    ClassPath own =
        CompiledClients.wrapping(
            folder,
            """
            public Outputs predict(Inputs i, RequestOptions o) {
              throw PredictException.of(
                  io.grpc.Status.RESOURCE_EXHAUSTED.withDescription("too much").asRuntimeException());
            }
            """);
    List<Path> entries = List.of(own.entries().get(0), Path.of(grpc).toAbsolutePath());
    OwnClient client = OwnClient.of(Map.of("class", "acme.Factory"), new ClassPath(entries));
    try (PredictClient opened = client.open(Target.parse("127.0.0.1:1"), ModelRef.of("m"))) {
      assertThatThrownBy(() -> opened.predict(Inputs.none()))
          .isInstanceOf(PredictException.class)
          .hasMessage("too much")
          .satisfies(
              e ->
                  assertThat(((PredictException) e).code())
                      .isEqualTo(io.grpc.Status.Code.RESOURCE_EXHAUSTED));
    }
  }

  @Test
  void whatIsNoFactoryIsRefusedInALine() throws Exception {
    ClassPath path =
        CompiledClients.of(
            folder,
            "acme.Failing",
            Map.of(
                "acme/Plain.java",
                "package acme; public class Plain {}",
                "acme/Hidden.java",
                """
                package acme;
                import java.util.Map;
                import org.predictbench.client.*;
                public class Hidden implements PredictClientFactory {
                  Hidden(int pool) {}
                  public PredictClient open(Target t, ModelRef m, Map<String, String> o) { return null; }
                }
                """,
                "acme/Failing.java",
                """
                package acme;
                import java.util.Map;
                import org.predictbench.client.*;
                public class Failing implements PredictClientFactory {
                  public Failing() { throw new IllegalStateException("no licence"); }
                  public PredictClient open(Target t, ModelRef m, Map<String, String> o) { return null; }
                }
                """));
    OwnClients clients = OwnClients.on(path);
    refused(clients, "acme.Absent", "no client class acme.Absent in classes");
    refused(
        clients,
        "acme.Plain",
        "client class acme.Plain does not implement org.predictbench.client.PredictClientFactory");
    refused(
        clients,
        "acme.Hidden",
        "client class acme.Hidden has no public constructor without parameters");
    refused(
        clients,
        "acme.Failing",
        "client class acme.Failing: java.lang.IllegalStateException: no licence");
    assertThatThrownBy(clients::all)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no licence");
    refused(
        OwnClients.on(ClassPath.EMPTY),
        "acme.Absent",
        "no client class acme.Absent: name the jar that holds it, --class-path FILE");
  }

  private static void refused(OwnClients clients, String name, String message) {
    assertThatThrownBy(() -> clients.named(name))
        .isInstanceOf(InputException.class)
        .hasMessage(message);
  }

  @Test
  void aClassPathWithoutAServiceSaysWhatIsMissing() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> OwnClients.on(ClassPath.parse(empty.toString())).all())
        .isInstanceOf(InputException.class)
        .hasMessage(
            "--class-path: no META-INF/services/org.predictbench.client.PredictClientFactory in"
                + " empty names a client's factory");
  }
}
