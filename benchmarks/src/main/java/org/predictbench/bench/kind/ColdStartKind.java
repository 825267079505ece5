package org.predictbench.bench.kind;

import com.google.auto.service.AutoService;
import java.util.Optional;
import org.predictbench.bench.cache.ClassCache;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.CellKind;
import org.predictbench.server.launch.Jdk;

/** A JVM started for it makes one Predict call: timed from its start to its answer. */
@AutoService(CellKind.class)
public class ColdStartKind implements RunnableKind {
  @Override
  public String id() {
    return "cold-start";
  }

  @Override
  public boolean isProfilable() {
    return false;
  }

  @Override
  public boolean allowsJvm() {
    return true;
  }

  /** What the JVM has of an earlier one's classes. */
  ClassCache cache() {
    return ClassCache.NONE;
  }

  @Override
  public final CellRun run(RunTools tools) {
    return new ColdStartRun(tools.json(), tools.plans(), tools.scratch(), tools.clock(), cache());
  }

  /** The same with an archive of the classes that the JVM loads. */
  @AutoService(CellKind.class)
  public static final class WithArchive extends ColdStartKind {
    @Override
    public String id() {
      return "cold-start-cds";
    }

    @Override
    ClassCache cache() {
      return ClassCache.ARCHIVE;
    }
  }

  /** The same with an ahead-of-time cache, which JDK 25 and later make. */
  @AutoService(CellKind.class)
  public static final class WithAotCache extends ColdStartKind {
    @Override
    public String id() {
      return "cold-start-aot";
    }

    @Override
    ClassCache cache() {
      return ClassCache.AOT;
    }

    @Override
    public Optional<String> unavailable(Cell cell) {
      return Jdk.unavailable(cell.jvm()).isPresent()
              || ClassCache.of(Jdk.of(cell.jvm()).feature()) == ClassCache.AOT
          ? Optional.empty()
          : Optional.of(
              "an AOT cache needs JDK %1$d or later: jvm: {home: %1$d}"
                  .formatted(ClassCache.AOT_SINCE));
    }
  }
}
