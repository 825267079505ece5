package org.predictbench.client.wire;

import java.util.Arrays;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;

/**
 * Reads a PredictResponse, of whose bytes the outputs are views. Safe for any number of threads.
 */
public final class PredictReply implements ReplyFormat {
  private static final int OUTPUTS = 1 << 3 | 2;
  private static final int ENTRY_KEY = 1 << 3 | 2;
  private static final int ENTRY_VALUE = 2 << 3 | 2;

  // Those of the latest reply: the next one's are mostly the same.
  private volatile String[] lastAliases = new String[0];

  @Override
  public String message() {
    return "PredictResponse";
  }

  @Override
  public Outputs read(WireReader in, byte[] reply) {
    int[] places = new int[8];
    int size = 0;
    while (in.hasRemaining()) {
      int tag = in.tag();
      if (tag != OUTPUTS) {
        in.skip(tag);
        continue;
      }
      if (4 * size == places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
      }
      entry(in, places, 4 * size);
      size++;
    }
    String[] known = lastAliases;
    String[] aliases = new String[size];
    Tensor[] tensors = new Tensor[size];
    boolean same = size == known.length;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      in.seek(0, reply.length);
      int key = places[4 * i];
      int keyLength = places[4 * i + 1];
      String alias = known(in, known, i, key, keyLength);
      same &= i < known.length && alias.equals(known[i]);
      int at = kept;
      // As in every protobuf map, the last of two equal keys counts.
      for (int j = 0; j < kept; j++) {
        at = aliases[j].equals(alias) ? j : at;
      }
      aliases[at] = alias;
      tensors[at] = TensorReader.read(reply, in, places[4 * i + 2], places[4 * i + 3]);
      kept = Math.max(kept, at + 1);
    }
    if (kept < size) {
      return Outputs.ofArrays(Arrays.copyOf(aliases, kept), Arrays.copyOf(tensors, kept));
    }
    if (!same) {
      lastAliases = aliases.clone();
    }
    return Outputs.ofArrays(aliases, tensors);
  }

  private static String known(WireReader in, String[] known, int i, int start, int length) {
    return i < known.length && in.matches(start, length, known[i])
        ? known[i]
        : in.utf8(start, length);
  }

  /** Where one map entry's key and value lie: start and length of each. */
  private static void entry(WireReader in, int[] places, int at) {
    Arrays.fill(places, at, at + 4, 0);
    int length = in.length();
    int end = in.position() + length;
    while (in.position() < end) {
      int tag = in.tag();
      if (tag == ENTRY_KEY || tag == ENTRY_VALUE) {
        int part = tag == ENTRY_KEY ? at : at + 2;
        places[part + 1] = in.length();
        places[part] = in.position();
        in.skipBytes(places[part + 1]);
      } else {
        in.skip(tag);
      }
    }
    if (in.position() > end) {
      throw new WireReader.Malformed("a field reaches beyond its message");
    }
  }
}
