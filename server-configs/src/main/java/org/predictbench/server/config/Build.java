package org.predictbench.server.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.predictbench.server.yaml.EnumNames;

/**
 * A code path of TensorFlow's runtime. One and the same binary stands for several builds of
 * TensorFlow Serving, because oneDNN generates its kernels for whichever instruction set it is
 * allowed; the choice is made by environment variables before the runtime loads, and by flags.
 *
 * <p>Left to itself, TensorFlow takes oneDNN's operations on x86 CPUs with AVX-512 VNNI and the
 * like, and its own Eigen kernels elsewhere. Eigen's matrix products, too, come from oneDNN, so the
 * cap on the instruction set holds for both.
 */
public enum Build {
  SSE41(
      "oneDNN held to SSE4.1, standing for a build for any x86-64 machine",
      Switches.oneDnn(true).heldTo("SSE41", "sse4_1")),
  AVX("oneDNN held to AVX", Switches.oneDnn(true).heldTo("AVX", "avx")),
  AVX2("oneDNN held to AVX2", Switches.oneDnn(true).heldTo("AVX2", "avx2")),
  NATIVE("what TensorFlow itself takes on this CPU", Switches.NONE),
  ONEDNN("oneDNN's operations, with its best code path for this CPU", Switches.oneDnn(true)),
  EIGEN("TensorFlow's own Eigen kernels, oneDNN's operations switched off", Switches.oneDnn(false)),
  EIGEN_SSE41(
      "Eigen kernels, their products held to SSE4.1",
      Switches.oneDnn(false).heldTo("SSE41", "sse4_1")),
  EIGEN_AVX(
      "Eigen kernels, their products held to AVX, which stock images are compiled for",
      Switches.oneDnn(false).heldTo("AVX", "avx")),
  EIGEN_AVX2(
      "Eigen kernels, their products held to AVX2 and FMA",
      Switches.oneDnn(false).heldTo("AVX2", "avx2")),
  XLA("the graph compiled by XLA, as far as XLA takes it", Switches.xla()),
  BF16(
      "oneDNN's operations in bfloat16, as far as the runtime rewrites the graph: answers change",
      Switches.bfloat16());

  /**
   * What makes the runtime take a code path.
   *
   * @param environment before it loads
   * @param flags of the server
   * @param cpuFlags of which the CPU must have one; none if every CPU will do
   * @param evidence what the runtime logs once it has taken it, for paths that it may pass over
   */
  private record Switches(
      Map<String, String> environment,
      List<String> flags,
      List<String> cpuFlags,
      Optional<Pattern> evidence) {

    static final Switches NONE = new Switches(Map.of(), List.of(), List.of(), Optional.empty());

    Switches {
      environment = Map.copyOf(environment);
    }

    static Switches oneDnn(boolean on) {
      return new Switches(
          Map.of("TF_ENABLE_ONEDNN_OPTS", on ? "1" : "0"), List.of(), List.of(), Optional.empty());
    }

    static Switches xla() {
      return new Switches(
          Map.of("TF_XLA_FLAGS", "--tf_xla_auto_jit=2 --tf_xla_cpu_global_jit"),
          List.of(),
          List.of(),
          Optional.of(Pattern.compile("Compiled cluster using XLA")));
    }

    static Switches bfloat16() {
      return new Switches(
          oneDnn(true).environment,
          List.of("--mixed_precision=bfloat16"),
          // The runtime's own condition. Without avx512_bf16 oneDNN computes it the long way.
          List.of("avx512f", "avx_ne_convert"),
          Optional.of(Pattern.compile("Converted [1-9]\\d*/\\d+ nodes to bfloat16 precision")));
    }

    Switches heldTo(String isa, String cpuFlag) {
      Map<String, String> more = new TreeMap<>(environment);
      more.put("ONEDNN_MAX_CPU_ISA", isa);
      return new Switches(more, flags, List.of(cpuFlag), evidence);
    }
  }

  private final String description;

  // Immutable, as the checker cannot know: its maps and lists are.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Switches switches;

  Build(String description, Switches switches) {
    this.description = description;
    this.switches = switches;
  }

  /** The build of that label, if there is one. */
  public static Optional<Build> labelled(String label) {
    return EnumNames.find(values(), label);
  }

  /** The name used in files and on the command line, such as {@code sse41}. */
  public String label() {
    return EnumNames.of(this);
  }

  /** One line for people. */
  public String description() {
    return description;
  }

  /** What must be in the server's environment before the runtime loads. */
  public Map<String, String> environment() {
    return new TreeMap<>(switches.environment);
  }

  /** Flags of {@code tensorflow_model_server}. */
  public List<String> flags() {
    return switches.flags;
  }

  /**
   * Why a CPU with these flags cannot run it; empty if it can. Without the instruction set a cap
   * says nothing, and a rewrite is passed over.
   */
  public Optional<String> unavailableOn(CpuFlags cpu) {
    return switches.cpuFlags.isEmpty() || switches.cpuFlags.stream().anyMatch(cpu::has)
        ? Optional.empty()
        : Optional.of(
            "build '%s' needs a CPU with %s"
                .formatted(label(), String.join(" or ", switches.cpuFlags)));
  }

  /** Whether the runtime must say in its log that it took this path. */
  public boolean needsEvidence() {
    return switches.evidence.isPresent();
  }

  /** What the runtime said of taking this path: the first such words in its log. */
  public Optional<String> evidence(String log) {
    return switches.evidence.flatMap(
        pattern -> pattern.matcher(log).results().map(found -> found.group()).findFirst());
  }

  /** All labels, for messages. */
  public static String labels() {
    return EnumNames.list(values());
  }
}
