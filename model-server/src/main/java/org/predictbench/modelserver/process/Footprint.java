package org.predictbench.modelserver.process;

import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import org.bytedeco.javacpp.Pointer;

/** What the process keeps of the memory that loading a model takes for a moment. */
public final class Footprint {
  private static final System.Logger LOG = System.getLogger(Footprint.class.getName());

  private static final String JAVACPP_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private Footprint() {}

  /**
   * Lifts JavaCPP's bound on the whole process, twice the heap unless told otherwise: weights live
   * outside the heap, and past the bound every tensor would cost a full collection. To be called
   * before the runtime loads.
   */
  public static void liftLimit() {
    if (System.getProperty(JAVACPP_LIMIT) == null) {
      System.setProperty(JAVACPP_LIMIT, "0");
    }
  }

  /** Gives the heap's and malloc's free pages back to the system. */
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
