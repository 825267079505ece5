package org.predictbench.bench.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** Compiles classes as a user would have them, into a folder that is a class path of its own. */
public final class CompiledClients {
  private CompiledClients() {}

  /**
   * A factory {@code acme.Factory} whose clients wrap our best one, with those methods changed.
   *
   * @param members of the client's class, such as {@code public void close() {}}
   */
  public static ClassPath wrapping(Path folder, String members) throws IOException {
    return wrapping(folder, members, "PredictClients.best(target, model)");
  }

  /** The same around another client. */
  public static ClassPath wrapping(Path folder, String members, String opened) throws IOException {
    return of(
        folder,
        "acme.Factory",
        Map.of(
            "acme/Factory.java",
            """
            package acme;

            import java.util.*;
            import java.util.concurrent.*;
            import org.predictbench.client.*;

            public class Factory implements PredictClientFactory {
              public String name() {
                return "Acme's (own) client";
              }

              public PredictClient open(Target target, ModelRef model, Map<String, String> options) {
                if (!Set.of("pool").containsAll(options.keySet())) {
                  throw new IllegalArgumentException("known options: pool; given: " + options);
                }
                return new Client(%s);
              }

              static class Client implements PredictClient {
                final PredictClient client;

                Client(PredictClient client) {
                  this.client = client;
                }

                %s
                %s
                %s
              }
            }
            """
                .formatted(
                    opened,
                    members,
                    members.contains(" predict(")
                        ? ""
                        : "public Outputs predict(Inputs i, RequestOptions o) { return client.predict(i, o); }",
                    members.contains(" close(") ? "" : "public void close() { client.close(); }")));
  }

  /**
   * Compiles sources.
   *
   * @param service the factory that the folder names as a service; empty for none
   * @param sources file name to source
   */
  public static ClassPath of(Path folder, String service, Map<String, String> sources)
      throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d"));
    arguments.add(classes.toString());
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IllegalArgumentException("the source does not compile");
    }
    if (!service.isEmpty()) {
      Path services = Files.createDirectories(classes.resolve("META-INF/services"));
      Files.writeString(
          services.resolve("org.predictbench.client.PredictClientFactory"), service + "\n");
    }
    return ClassPath.parse(classes.toString());
  }
}
