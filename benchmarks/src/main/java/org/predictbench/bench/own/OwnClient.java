package org.predictbench.bench.own;

import java.util.LinkedHashMap;
import java.util.Map;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.files.Redaction;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClientFactory;
import org.predictbench.client.Target;
import org.predictbench.client.axis.TargetKind;
import org.predictbench.client.axis.Transport;

/** A user's client as a cell asks for it: a factory, and the options to open it with. */
public final class OwnClient {
  /** The key of a cell's client that names the factory's class. */
  public static final String CLASS = "class";

  /** What the options' keys begin with, among the keys of a cell's client. */
  public static final String OPTION = "options.";

  private final PredictClientFactory factory;
  private final Map<String, String> options;

  private OwnClient(PredictClientFactory factory, Map<String, String> options) {
    this.factory = factory;
    this.options = options;
  }

  /**
   * Makes the factory; nothing is opened.
   *
   * @param client a cell's, with {@link #CLASS}
   * @throws InputException if there is no such factory, or the client has other keys
   */
  public static OwnClient of(Map<String, String> client, ClassPath path) {
    String className = client.get(CLASS);
    if (className == null || className.isEmpty()) {
      throw new InputException("client: no class");
    }
    return new OwnClient(OwnClients.on(path).named(className), options(client));
  }

  /** The factory of that class on the JVM's own class path, without options. */
  public static OwnClient of(String className) {
    return of(Map.of(CLASS, className), ClassPath.EMPTY);
  }

  /**
   * The options of a cell's client.
   *
   * @throws InputException if it has other keys
   */
  public static Map<String, String> options(Map<String, String> client) {
    Map<String, String> options = new LinkedHashMap<>();
    client.forEach(
        (key, value) -> {
          if (key.startsWith(OPTION)) {
            // A run directory keeps the user's own folders redacted.
            options.put(key.substring(OPTION.length()), Redaction.ofThisJvm().restore(value));
          } else if (!key.equals(CLASS)) {
            throw new InputException(
                "client: unknown '%s'; known beside a class: options".formatted(key));
          }
        });
    return options;
  }

  /**
   * A transport of ours that goes where it wants to go.
   *
   * @throws InputException if that is none of the two that a server has
   */
  public Transport transport() {
    TargetKind kind = factory.target(options);
    if (kind == TargetKind.TCP) {
      return Transport.NETTY_NIO;
    }
    if (kind == TargetKind.UNIX) {
      return Transport.NETTY_UDS;
    }
    throw new InputException(
        "client class %s asks for a target %s; there are TCP and UNIX"
            .formatted(factory.getClass().getName(), kind));
  }

  /** Opens it, with the loader of its own classes as the thread's, as a service has it. */
  public PredictClient open(Target target, ModelRef model) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(factory.getClass().getClassLoader());
    try {
      return factory.open(target, model, options);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
