package org.predictbench.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * PEM files for TLS.
 *
 * @param ca certificates by which the server is trusted; the JVM's own if empty
 * @param certificate of the client, for servers that ask for one; together with the key or not at
 *     all
 * @param key of that certificate, PKCS #8
 */
public record TlsFiles(Optional<String> ca, Optional<String> certificate, Optional<String> key) {
  private static final String CA = "ca";
  private static final String CERTIFICATE = "cert";
  private static final String KEY = "key";

  /**
   * Checks that they go together.
   *
   * @throws IllegalArgumentException if there is a certificate without a key, or the other way
   *     round
   */
  public TlsFiles {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "TLS needs the client's certificate and its key together, or neither");
    }
  }

  /** Reads {@code ca=FILE&cert=FILE&key=FILE}, each of which may be missing. */
  static TlsFiles parse(String query) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
      String[] parts = pair.split("=", 2);
      if (!List.of(CA, CERTIFICATE, KEY).contains(parts[0]) || parts.length < 2) {
        throw new IllegalArgumentException(
            "TLS takes ca=FILE, cert=FILE and key=FILE, not '%s'".formatted(pair));
      }
      files.put(parts[0], parts[1]);
    }
    return new TlsFiles(
        Optional.ofNullable(files.get(CA)),
        Optional.ofNullable(files.get(CERTIFICATE)),
        Optional.ofNullable(files.get(KEY)));
  }

  /** As {@link #parse} reads it, after a question mark; nothing where nothing is given. */
  @Override
  public String toString() {
    Map<String, String> files = new LinkedHashMap<>();
    ca.ifPresent(file -> files.put(CA, file));
    certificate.ifPresent(file -> files.put(CERTIFICATE, file));
    key.ifPresent(file -> files.put(KEY, file));
    return files.isEmpty()
        ? ""
        : files.entrySet().stream()
            .map(file -> file.getKey() + "=" + file.getValue())
            .collect(Collectors.joining("&", "?", ""));
  }
}
