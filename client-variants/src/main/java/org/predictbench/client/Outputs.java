package org.predictbench.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One reply's tensors by the aliases of the signature. Immutable, safe for any number of threads;
 * it stays valid after the client is closed.
 */
public final class Outputs {
  private final String[] aliases;
  private final Tensor[] tensors;

  private Outputs(String[] aliases, Tensor[] tensors) {
    this.aliases = aliases;
    this.tensors = tensors;
  }

  /** Those of a map, in its order. */
  public static Outputs of(Map<String, Tensor> tensors) {
    return new Outputs(
        tensors.keySet().toArray(String[]::new), tensors.values().toArray(Tensor[]::new));
  }

  /** Takes over both arrays, which belong together place by place. */
  public static Outputs ofArrays(String[] aliases, Tensor[] tensors) {
    return new Outputs(aliases, tensors);
  }

  /** All aliases, in the order in which they came, which may differ from call to call. */
  public List<String> aliases() {
    return List.of(aliases);
  }

  /**
   * The tensor of that alias.
   *
   * @throws IllegalArgumentException if the reply has none, naming those it has
   */
  public Tensor tensor(String alias) {
    Tensor tensor = find(alias);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "no output '%s'; the reply has %s".formatted(alias, aliases()));
    }
    return tensor;
  }

  /** The elements of a float output, see {@link Tensor#floats}. */
  public float[] floats(String alias) {
    return tensor(alias).floats();
  }

  /** The elements of an int64 output, see {@link Tensor#longs}. */
  public long[] longs(String alias) {
    return tensor(alias).longs();
  }

  private Tensor find(String alias) {
    for (int i = 0; i < aliases.length; i++) {
      if (aliases[i].equals(alias)) {
        return tensors[i];
      }
    }
    return null;
  }

  /** Whether both replies have the same outputs, and these agree in type, shape and every bit. */
  public boolean sameBitsAs(Outputs other) {
    if (aliases.length != other.aliases.length) {
      return false;
    }
    for (int i = 0; i < aliases.length; i++) {
      // Mostly in the same order.
      Tensor theirs =
          aliases[i].equals(other.aliases[i]) ? other.tensors[i] : other.find(aliases[i]);
      if (theirs == null || !tensors[i].sameBitsAs(theirs)) {
        return false;
      }
    }
    return true;
  }

  /** Aliases, types and shapes, such as {@code {scores: float[1, 2]}}. */
  @Override
  public String toString() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < aliases.length; i++) {
      all.add(aliases[i] + ": " + tensors[i]);
    }
    return "{" + String.join(", ", all) + "}";
  }
}
