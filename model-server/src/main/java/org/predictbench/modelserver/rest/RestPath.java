package org.predictbench.modelserver.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ModelSpec;

/**
 * The model and the method that a call's path names.
 *
 * @param spec name, version and label
 * @param verb {@code predict}, {@code classify}, {@code regress}, {@code metadata} or empty for the
 *     status
 */
record RestPath(ModelSpec spec, String verb) {
  private static final Pattern API = Pattern.compile("/v1/.*", Pattern.CASE_INSENSITIVE);

  private static final String VERSION = "(?:(?:/versions/(\\d+))|(?:/labels/([^/:]+)))?";

  private static final Pattern PREDICTION =
      Pattern.compile(
          "/v1/models/([^/:]+)" + VERSION + ":(classify|regress|predict)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern STATUS =
      Pattern.compile(
          "/v1/models(?:/([^/:]+))?" + VERSION + "(?:/(metadata))?", Pattern.CASE_INSENSITIVE);

  private static final Pattern AUTHORITY = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*");

  /** Returns the path of a request's target with its query, which may be a whole URI. */
  static String ofTarget(String target) {
    String path = AUTHORITY.matcher(target).replaceFirst("");
    return path.startsWith("/") ? path : "/" + path;
  }

  /** Returns whether the path belongs to this API. */
  static boolean isApi(String path) {
    return API.matcher(path).matches();
  }

  /**
   * Parses the path; returns empty if it fits no call of that HTTP method.
   *
   * @throws ServingException if the version is no number
   */
  static Optional<RestPath> of(String httpMethod, String path) {
    Pattern pattern =
        switch (httpMethod) {
          case "POST" -> PREDICTION;
          case "GET" -> STATUS;
          default -> null;
        };
    if (pattern == null) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String verb = matcher.group(4) == null ? "" : matcher.group(4);
    // The names of the methods are told apart by case, unlike the rest of the path.
    boolean known = verb.equals(verb.toLowerCase(Locale.ROOT));
    if (httpMethod.equals("POST") && !known) {
      return Optional.empty();
    }
    ModelSpec.Builder spec = ModelSpec.newBuilder();
    if (matcher.group(1) != null) {
      spec.setName(decode(matcher.group(1), "model name"));
    }
    if (matcher.group(2) != null) {
      spec.getVersionBuilder().setValue(version(matcher.group(2)));
    }
    if (matcher.group(3) != null) {
      spec.setVersionLabel(decode(matcher.group(3), "model version label"));
    }
    return Optional.of(new RestPath(spec.build(), known ? verb : ""));
  }

  private static long version(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw ServingException.invalid("Failed to convert version: " + digits + " to numeric.");
    }
  }

  private static String decode(String text, String what) {
    try {
      // A plus is a plus here, unlike in a form.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ServingException.invalid("Failed to decode " + what + ":" + text);
    }
  }
}
