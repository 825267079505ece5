package org.predictbench.server;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A code path of the embedded runtime. One and the same binary stands for several builds of
 * TensorFlow Serving, because oneDNN generates its kernels for whichever instruction set it is
 * allowed; the choice is made by environment variables before the runtime loads.
 *
 * <p>Left to itself, TensorFlow takes oneDNN's operations on x86 CPUs with AVX-512 VNNI and the
 * like, and its own Eigen kernels elsewhere. Eigen's matrix products, too, come from oneDNN, so the
 * cap on the instruction set holds for both.
 */
public enum Build {
  SSE41(
      "oneDNN held to SSE4.1, standing for a build for any x86-64 machine",
      true,
      "SSE41",
      "sse4_1"),
  AVX("oneDNN held to AVX", true, "AVX", "avx"),
  AVX2("oneDNN held to AVX2", true, "AVX2", "avx2"),
  NATIVE("what TensorFlow itself takes on this CPU", null, null, null),
  ONEDNN("oneDNN's operations, with its best code path for this CPU", true, null, null),
  EIGEN("TensorFlow's own Eigen kernels, oneDNN's operations switched off", false, null, null),
  EIGEN_SSE41("Eigen kernels, their products held to SSE4.1", false, "SSE41", "sse4_1");

  private final String description;
  private final Optional<Boolean> oneDnn;
  private final Optional<String> maxIsa;
  private final Optional<String> cpuFlag;

  Build(String description, Boolean oneDnn, String maxIsa, String cpuFlag) {
    this.description = description;
    this.oneDnn = Optional.ofNullable(oneDnn);
    this.maxIsa = Optional.ofNullable(maxIsa);
    this.cpuFlag = Optional.ofNullable(cpuFlag);
  }

  /** The name used in files and on the command line, such as {@code sse41}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One line for people. */
  public String description() {
    return description;
  }

  /** What must be in the server's environment before the runtime loads. */
  public Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    oneDnn.ifPresent(on -> environment.put("TF_ENABLE_ONEDNN_OPTS", on ? "1" : "0"));
    maxIsa.ifPresent(isa -> environment.put("ONEDNN_MAX_CPU_ISA", isa));
    return environment;
  }

  /**
   * Whether a CPU with these flags can run it; without the instruction set the cap says nothing.
   */
  public boolean availableOn(CpuFlags cpu) {
    return cpuFlag.isEmpty() || cpu.has(cpuFlag.get());
  }
}
