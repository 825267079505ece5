package org.predictbench.bench.requests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Signature;

/** What of a file is not sent, since it is for another signature or of another kind. */
final class LeftOut {
  private final String noun;
  private final Map<String, Integer> bySignature = new TreeMap<>();
  private final Map<String, Integer> byKind = new TreeMap<>();

  /**
   * Nothing yet.
   *
   * @param noun what the file holds, such as {@code record}
   */
  LeftOut(String noun) {
    this.noun = noun;
  }

  /**
   * Whether that signature is the wanted one; counts it otherwise. An empty name is the default.
   */
  boolean isWanted(String name, Signature wanted) {
    String key = name.isEmpty() ? ModelRef.DEFAULT_SIGNATURE : name;
    if (key.equals(wanted.key())) {
      return true;
    }
    bySignature.merge(key, 1, Integer::sum);
    return false;
  }

  void countKind(String kind) {
    byKind.merge(kind, 1, Integer::sum);
  }

  /** A line each: {@code 14 records of signature 'jpeg' were left out}. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    bySignature.forEach((key, count) -> notes.add(note("of signature '" + key + "'", count)));
    byKind.forEach((kind, count) -> notes.add(note("of kind " + kind, count)));
    return notes;
  }

  private String note(String which, int count) {
    return "%d %s%s %s %s left out"
        .formatted(count, noun, count == 1 ? "" : "s", which, count == 1 ? "was" : "were");
  }

  /** For a file of which nothing is left. */
  InputException nothingLeft(Object file, Signature wanted) {
    if (bySignature.isEmpty()) {
      return new InputException("%s: holds no %s".formatted(file, noun));
    }
    return new InputException(
        "%s: no %s is of signature '%s'; there are '%s'"
            .formatted(file, noun, wanted.key(), String.join("', '", bySignature.keySet())));
  }
}
