package org.predictbench.bench.process;

import java.util.List;

/** Flags that later JDKs want for what Netty, protobuf and OpenCV do anyway on earlier ones. */
public final class JvmFlags {
  private static final int WARNS_OF_NATIVE_ACCESS = 24;

  private JvmFlags() {}

  /**
   * Flags for a child that is profiled: without them, samples in inlined code are put down to the
   * nearest safepoint, and later JDKs warn of an agent that comes while they run.
   */
  public static List<String> forProfiling() {
    return List.of(
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:+DebugNonSafepoints",
        "-XX:+EnableDynamicAgentLoading");
  }

  /** Flags for a child on this same JDK. */
  public static List<String> forNativeLibraries() {
    return forNativeLibraries(Runtime.version().feature());
  }

  /**
   * Flags for a child on another one.
   *
   * @param feature its version, such as 25
   */
  public static List<String> forNativeLibraries(int feature) {
    return feature < WARNS_OF_NATIVE_ACCESS
        ? List.of()
        : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }
}
