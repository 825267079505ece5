package org.predictbench.modelserver.session;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.text.ProtoText;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RewriterConfig;

/** Builds the configuration of every session. */
public final class SessionConfig {
  private static final System.Logger LOG = System.getLogger(SessionConfig.class.getName());

  private static final String BFLOAT16 = "bfloat16";

  private SessionConfig() {}

  /**
   * Returns the file's settings, overridden by those of the flags.
   *
   * @param mixedPrecision {@code bfloat16} or empty; any other value is logged and ignored
   * @throws ServingException if the file cannot be read
   */
  public static ConfigProto of(
      Optional<Path> file, Parallelism parallelism, String mixedPrecision) {
    ConfigProto.Builder config = parallelism.toConfig().toBuilder();
    if (file.isPresent()) {
      config = ProtoText.read(file.get(), ConfigProto.newBuilder());
      config.mergeFrom(parallelism.toConfig());
      config.setIntraOpParallelismThreads(parallelism.intraOp());
      config.setInterOpParallelismThreads(parallelism.interOp());
    }
    if (mixedPrecision.equals(BFLOAT16)) {
      config
          .getGraphOptionsBuilder()
          .getRewriteOptionsBuilder()
          .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
    } else if (!mixedPrecision.isEmpty()) {
      LOG.log(Level.WARNING, "mixed_precision " + mixedPrecision + " is not supported; ignored");
    }
    return config.build();
  }
}
