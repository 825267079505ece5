package org.predictbench.server.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.predictbench.server.config.ServerConfig;

/**
 * What an embedded server is started from, apart from its {@link ServerConfig}. Immutable; the
 * {@code with} methods return changed copies.
 *
 * @param jar the model server's self-contained jar
 * @param java the {@code java} executable
 * @param modelName the name clients ask for
 * @param modelBasePath the folder that holds the model's version folders
 * @param log where the server's stderr goes; replaced if it exists, and kept
 * @param nativeCache where the runtime unpacks its libraries, JavaCPP's own default if empty
 * @param jvmArgs for the server's JVM
 * @param extraFlags for the model server, after its other flags
 * @param readyWithin how long loading the model may take
 */
public record LaunchSpec(
    Path jar,
    Path java,
    String modelName,
    Path modelBasePath,
    Path log,
    Optional<Path> nativeCache,
    List<String> jvmArgs,
    List<String> extraFlags,
    Duration readyWithin) {

  public LaunchSpec {
    Objects.requireNonNull(nativeCache, "nativeCache");
    jvmArgs = List.copyOf(jvmArgs);
    extraFlags = List.copyOf(extraFlags);
  }

  /** With the JVM we run on, no extra arguments, and two minutes to get ready. */
  public static LaunchSpec of(Path jar, String modelName, Path modelBasePath, Path log) {
    return new LaunchSpec(
        jar,
        JavaCommand.executable(),
        modelName,
        modelBasePath,
        log,
        Optional.empty(),
        List.of(),
        List.of(),
        Duration.ofMinutes(2));
  }

  public LaunchSpec withJava(Path executable) {
    return new LaunchSpec(
        jar,
        executable,
        modelName,
        modelBasePath,
        log,
        nativeCache,
        jvmArgs,
        extraFlags,
        readyWithin);
  }

  public LaunchSpec withNativeCache(Path folder) {
    return new LaunchSpec(
        jar,
        java,
        modelName,
        modelBasePath,
        log,
        Optional.of(folder),
        jvmArgs,
        extraFlags,
        readyWithin);
  }

  public LaunchSpec withJvmArgs(List<String> arguments) {
    return new LaunchSpec(
        jar, java, modelName, modelBasePath, log, nativeCache, arguments, extraFlags, readyWithin);
  }

  public LaunchSpec withExtraFlags(List<String> flags) {
    return new LaunchSpec(
        jar, java, modelName, modelBasePath, log, nativeCache, jvmArgs, flags, readyWithin);
  }

  public LaunchSpec withReadyWithin(Duration limit) {
    return new LaunchSpec(
        jar, java, modelName, modelBasePath, log, nativeCache, jvmArgs, extraFlags, limit);
  }
}
