package org.predictbench.server;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A code path of the embedded runtime. One and the same binary stands for several builds of
 * TensorFlow Serving, because oneDNN generates its kernels for whichever instruction set it is
 * allowed; the choice is made by environment variables before the runtime loads.
 *
 * <p>TensorFlow leaves oneDNN off on x86 CPUs without AVX-512 VNNI and the like, so every build but
 * {@link #EIGEN} asks for it: otherwise they would all be the same on such a machine.
 */
public enum Build {
  SSE41("oneDNN held to SSE4.1, as a build for any x86-64 machine would run", "SSE41", "sse4_1"),
  AVX("oneDNN held to AVX", "AVX", "avx"),
  AVX2("oneDNN held to AVX2", "AVX2", "avx2"),
  NATIVE("oneDNN's best code path for this CPU", null, null),
  EIGEN("oneDNN switched off, TensorFlow's own Eigen kernels", null, null);

  private final String description;
  private final Optional<String> maxIsa;
  private final Optional<String> cpuFlag;

  Build(String description, String maxIsa, String cpuFlag) {
    this.description = description;
    this.maxIsa = Optional.ofNullable(maxIsa);
    this.cpuFlag = Optional.ofNullable(cpuFlag);
  }

  /** The name used in files and on the command line, such as {@code sse41}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One line for people. */
  public String description() {
    return description;
  }

  /** Whether the runtime takes its convolutions and products from oneDNN. */
  public boolean oneDnn() {
    return this != EIGEN;
  }

  /** What must be in the server's environment before the runtime loads. */
  public Map<String, String> environment() {
    String oneDnn = oneDnn() ? "1" : "0";
    return maxIsa
        .map(isa -> Map.of("TF_ENABLE_ONEDNN_OPTS", oneDnn, "ONEDNN_MAX_CPU_ISA", isa))
        .orElseGet(() -> Map.of("TF_ENABLE_ONEDNN_OPTS", oneDnn));
  }

  /**
   * Whether a CPU with these flags can run it; without the instruction set the cap says nothing.
   */
  public boolean availableOn(CpuFlags cpu) {
    return cpuFlag.isEmpty() || cpu.has(cpuFlag.get());
  }
}
