package org.predictbench.bench.own;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.PredictClientFactory;

/** The factories of users' clients on a class path. */
public final class OwnClients {
  private final ClassPath path;
  private final ClassLoader loader;

  private OwnClients(ClassPath path, ClassLoader loader) {
    this.path = path;
    this.loader = loader;
  }

  /** Those of a class path; of the JVM's own, if it is empty. */
  public static OwnClients on(ClassPath path) {
    return new OwnClients(
        path, path.isEmpty() ? OwnClients.class.getClassLoader() : new OwnClassLoader(path));
  }

  /**
   * Those that the class path names as services.
   *
   * @throws InputException if one cannot be made, or there is none
   */
  public List<PredictClientFactory> all() {
    List<PredictClientFactory> found = named();
    if (found.isEmpty()) {
      throw new InputException(
          "--class-path: no META-INF/services/%s in %s names a client's factory"
              .formatted(PredictClientFactory.class.getName(), names()));
    }
    return found;
  }

  /**
   * The same, and none if there is none.
   *
   * @throws InputException if one cannot be made
   */
  public List<PredictClientFactory> named() {
    List<PredictClientFactory> found = new ArrayList<>();
    Iterator<PredictClientFactory> services =
        ServiceLoader.load(PredictClientFactory.class, loader).iterator();
    try {
      while (services.hasNext()) {
        found.add(services.next());
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new InputException("--class-path: " + reason(e), e);
    }
    return found;
  }

  /**
   * The factory of that class.
   *
   * @throws InputException if there is no such class, or it is no factory or cannot be made
   */
  public PredictClientFactory named(String className) {
    try {
      Class<?> type = Class.forName(className, true, loader);
      if (!PredictClientFactory.class.isAssignableFrom(type)) {
        throw new InputException(
            "client class %s does not implement %s"
                .formatted(className, PredictClientFactory.class.getName()));
      }
      return (PredictClientFactory) type.getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw new InputException(
          path.isEmpty()
              ? "no client class %s: name the jar that holds it, --class-path FILE"
                  .formatted(className)
              : "no client class %s in %s".formatted(className, names()),
          e);
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw new InputException(
          "client class %s has no public constructor without parameters".formatted(className), e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InputException("client class %s: %s".formatted(className, reason(e)), e);
    }
  }

  private String names() {
    return path.entries().stream()
        .map(entry -> entry.getFileName().toString())
        .collect(Collectors.joining(", "));
  }

  private static String reason(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.toString().lines().findFirst().orElse(cause.getClass().getName());
  }
}
