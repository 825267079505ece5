package org.predictbench.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One request's tensors by the aliases of a signature, in the order in which they were given.
 * Immutable; the tensors' elements are not copied.
 *
 * <pre>{@code
 * Inputs inputs = Inputs.of("input_ids", Tensor.of(ids, 1, 128)).with("input_mask", mask);
 * }</pre>
 */
public final class Inputs {
  private static final Inputs NONE = new Inputs(new String[0], new Tensor[0]);

  private final String[] aliases;
  private final Tensor[] tensors;

  private Inputs(String[] aliases, Tensor[] tensors) {
    this.aliases = aliases;
    this.tensors = tensors;
  }

  /** No tensors, for signatures that have no inputs. */
  public static Inputs none() {
    return NONE;
  }

  /** One tensor. */
  public static Inputs of(String alias, Tensor tensor) {
    return NONE.with(alias, tensor);
  }

  /**
   * The same tensors and one more.
   *
   * @throws IllegalArgumentException if the alias is there already
   */
  public Inputs with(String alias, Tensor tensor) {
    if (find(alias) >= 0) {
      throw new IllegalArgumentException("two inputs of the name '" + alias + "'");
    }
    int size = aliases.length;
    String[] moreAliases = Arrays.copyOf(aliases, size + 1);
    Tensor[] moreTensors = Arrays.copyOf(tensors, size + 1);
    moreAliases[size] = alias;
    moreTensors[size] = tensor;
    return new Inputs(moreAliases, moreTensors);
  }

  /** How many tensors there are. */
  public int size() {
    return aliases.length;
  }

  /** The alias at that place, from 0. */
  public String alias(int index) {
    return aliases[index];
  }

  /** The tensor at that place, from 0. */
  public Tensor tensor(int index) {
    return tensors[index];
  }

  /**
   * The tensor of that alias.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public Tensor tensor(String alias) {
    int index = find(alias);
    if (index < 0) {
      throw new IllegalArgumentException("no input '%s'; there are %s".formatted(alias, aliases()));
    }
    return tensors[index];
  }

  /** All aliases in their order. */
  public List<String> aliases() {
    return List.of(aliases);
  }

  private int find(String alias) {
    for (int i = 0; i < aliases.length; i++) {
      if (aliases[i].equals(alias)) {
        return i;
      }
    }
    return -1;
  }

  /** The same rows {@code times} over in each tensor that has rows. */
  public Inputs repeated(int times) {
    Tensor[] larger = new Tensor[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      larger[i] = tensors[i].rank() == 0 ? tensors[i] : tensors[i].repeated(times);
    }
    return new Inputs(aliases, larger);
  }

  /** The size of all elements in bytes. */
  public long byteSize() {
    return Arrays.stream(tensors).mapToLong(Tensor::byteSize).sum();
  }

  /** Whether both have the same aliases, in any order, of the same types, shapes and bits. */
  public boolean sameBitsAs(Inputs other) {
    if (aliases.length != other.aliases.length) {
      return false;
    }
    for (int i = 0; i < aliases.length; i++) {
      int theirs = other.find(aliases[i]);
      if (theirs < 0 || !tensors[i].sameBitsAs(other.tensors[theirs])) {
        return false;
      }
    }
    return true;
  }

  /** Aliases, types and shapes, such as {@code {ids: int64[1, 128]}}. */
  @Override
  public String toString() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < aliases.length; i++) {
      all.add(aliases[i] + ": " + tensors[i]);
    }
    return "{" + String.join(", ", all) + "}";
  }
}
