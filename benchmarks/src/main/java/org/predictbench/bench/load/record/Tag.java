package org.predictbench.bench.load.record;

import java.util.Arrays;
import java.util.Optional;
import org.predictbench.server.yaml.EnumNames;

/** What a histogram in a log is of; the tag's name there is the constant's in lower case. */
public enum Tag {
  /** Answered requests, from the intended send: what users feel. */
  CORRECTED,
  /** Answered requests, from the moment the client was called: what a closed loop would show. */
  UNCORRECTED,
  /** All requests sent: how late the sender took each up. Its count is the number sent. */
  LATENESS,
  /** Requests that failed, from the intended send. */
  FAILED,
  /** Requests dropped, from the intended send. */
  DROPPED;

  /** As it is written. */
  public String id() {
    return EnumNames.of(this);
  }

  static Optional<Tag> of(String id) {
    return Arrays.stream(values()).filter(tag -> tag.id().equals(id)).findFirst();
  }
}
