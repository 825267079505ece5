package org.predictbench.client.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.predictbench.client.Target;

/** Proxies between a client and a gRPC server, which take requests of any size. */
public enum ForeignProxy {
  NGINX(EnumSet.allOf(ProxyTrait.class)) {
    @Override
    List<String> command(Path folder, Target listen, Target.Tcp server, Set<ProxyTrait> traits)
        throws IOException {
      Path configuration = folder.resolve("nginx.conf");
      Files.writeString(configuration, ProxyFiles.nginx(folder, listen, server, traits));
      return List.of("nginx", "-c", configuration.toString(), "-e", "stderr");
    }
  },
  HAPROXY(
      EnumSet.of(
          ProxyTrait.IDLE_SOON,
          ProxyTrait.SMALL_WINDOWS,
          ProxyTrait.IMPATIENT,
          ProxyTrait.ONE_STREAM,
          ProxyTrait.OWN_ANSWERS)) {
    @Override
    List<String> command(Path folder, Target listen, Target.Tcp server, Set<ProxyTrait> traits)
        throws IOException {
      Path configuration = folder.resolve("haproxy.cfg");
      Files.writeString(configuration, ProxyFiles.haproxy(listen, server, traits));
      return List.of("haproxy", "-db", "-f", configuration.toString());
    }
  },
  NGHTTPX(
      EnumSet.of(
          ProxyTrait.IDLE_SOON,
          ProxyTrait.SMALL_WINDOWS,
          ProxyTrait.IMPATIENT,
          ProxyTrait.FEW_REQUESTS,
          ProxyTrait.ONE_STREAM)) {
    @Override
    List<String> command(Path folder, Target listen, Target.Tcp server, Set<ProxyTrait> traits) {
      return ProxyFiles.nghttpx(listen, server, traits);
    }
  };

  /** They close connections that were idle so long, without mercy. */
  public static final int IDLE_MILLIS = 30;

  @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf is unmodifiable, and its values are enums.
  private final Set<ProxyTrait> supported;

  ForeignProxy(Set<ProxyTrait> supported) {
    this.supported = Set.copyOf(supported);
  }

  /** The command that starts it, once its configuration is in that folder. */
  abstract List<String> command(
      Path folder, Target listen, Target.Tcp server, Set<ProxyTrait> traits) throws IOException;

  /** Whether it can be told so. */
  public boolean supports(Set<ProxyTrait> traits) {
    return supported.containsAll(traits);
  }

  /** Why it does not run here; empty if it does. */
  public Optional<String> unavailable() {
    String program = program();
    boolean installed =
        Stream.concat(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
                Stream.of("/usr/sbin"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    return installed ? Optional.empty() : Optional.of(program + " is skipped: not installed");
  }

  private String program() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Starts it.
   *
   * @param folder for its files, and no other proxy's
   */
  public ForeignProcess start(Path folder, Target listen, Target.Tcp server, Set<ProxyTrait> traits)
      throws IOException {
    if (!supports(traits)) {
      throw new IllegalArgumentException(
          traits.stream().map(Enum::name).collect(Collectors.joining(", ", program() + ": ", "")));
    }
    return ForeignProcess.start(command(folder, listen, server, traits), listen, folder);
  }
}
