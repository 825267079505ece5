package org.predictbench.modelserver.process;

import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import org.bytedeco.javacpp.Pointer;

/** Limits the memory that the process keeps after a model was loaded. */
public final class Footprint {
  private static final System.Logger LOG = System.getLogger(Footprint.class.getName());

  private static final String JAVACPP_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private Footprint() {}

  /**
   * Lifts JavaCPP's limit on the memory of the process, by default twice the heap. Weights live
   * outside the heap, and beyond the limit every tensor would cost a full collection. Must run
   * before the runtime loads.
   */
  public static void liftLimit() {
    if (System.getProperty(JAVACPP_LIMIT) == null) {
      System.setProperty(JAVACPP_LIMIT, "0");
    }
  }

  /** Returns the free pages of the heap and of malloc to the system. */
  public static void shrink() {
    System.gc();
    try {
      // malloc_trim, which JavaCPP carries for itself; Java has no other way to it.
      Method trim = Pointer.class.getDeclaredMethod("trimMemory");
      trim.setAccessible(true);
      trim.invoke(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.WARNING, "Free memory stays with malloc: " + e);
    }
  }
}
