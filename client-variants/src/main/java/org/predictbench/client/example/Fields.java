package org.predictbench.client.example;

import org.predictbench.client.wire.WireReader;

/** Walks through a message's fields of one kind and passes over all others. */
final class Fields {
  private Fields() {}

  /**
   * Visits a field each time it occurs in the rest of the message, as protobuf joins what comes
   * twice.
   *
   * @param field reads all of the field but its tag
   * @return whether it occurred
   */
  static boolean each(WireReader in, int wanted, Runnable field) {
    boolean found = false;
    while (in.hasRemaining()) {
      found |= one(in, wanted, field);
    }
    return found;
  }

  /** The same within a message whose length comes next. */
  static void in(WireReader in, int wanted, Runnable field) {
    int length = in.length();
    int end = in.position() + length;
    while (in.position() < end) {
      boolean unused = one(in, wanted, field);
    }
    requireEnd(in, end);
  }

  private static boolean one(WireReader in, int wanted, Runnable field) {
    int tag = in.tag();
    if (tag != wanted) {
      in.skip(tag);
      return false;
    }
    field.run();
    return true;
  }

  static void requireEnd(WireReader in, int end) {
    if (in.position() > end) {
      throw new WireReader.Malformed("a field reaches beyond its message");
    }
  }

  static void requireResult(boolean found) {
    if (!found) {
      throw new WireReader.Malformed("it has no result");
    }
  }
}
