package org.predictbench.server.config;

import java.util.List;

/** No shipped server config has this name; the message lists those there are. */
public final class UnknownServerException extends IllegalArgumentException {

  UnknownServerException(String name, List<String> known) {
    super(
        "unknown server config '%s'; known: %s, and %s"
            .formatted(name, String.join(", ", known), SpelledConfig.FORM));
  }
}
