package org.predictbench.bench.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps a user's own folders out of files that may be published: home, temporary folder and JDK
 * become {@code ~}, {@code $TMPDIR} and {@code $JAVA_HOME}, each only as a whole path or as the
 * start of one. Immutable.
 */
public final class Redaction {
  private final List<Folder> folders;

  private record Folder(String path, String name) {
    /**
     * As a whole name: {@code /home/ann} is neither in {@code /home/anna} nor in {@code
     * /srv/home/ann}.
     */
    String redact(String text) {
      return text.replaceAll(
          "(?<![\\w.~-])" + Pattern.quote(path) + "(?![\\w-]|\\.\\w)",
          Matcher.quoteReplacement(name));
    }

    String restore(String text) {
      return text.replaceAll(
          "(?<![^\\s=:,\"'])" + Pattern.quote(name) + "(?=/|$)", Matcher.quoteReplacement(path));
    }
  }

  private Redaction(List<Folder> folders) {
    this.folders = folders;
  }

  /** Of the user and the JVM at hand. */
  public static Redaction ofThisJvm() {
    return of(
        System.getProperty("user.home"),
        System.getProperty("java.io.tmpdir"),
        System.getProperty("java.home"));
  }

  static Redaction of(String home, String temporary, String java) {
    List<Folder> folders = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Folder folder :
        List.of(
            new Folder(home, "~"),
            new Folder(temporary, "$TMPDIR"),
            new Folder(java, "$JAVA_HOME"))) {
      String path = folder.path().replaceFirst("/+$", "");
      // A user without a home has "/", or "?" where the system knows none: nothing to hide.
      if (path.startsWith("/") && seen.add(path)) {
        folders.add(new Folder(path, folder.name()));
      }
    }
    // The longest first, since one may lie inside another.
    folders.sort(Comparator.comparingInt((Folder folder) -> folder.path().length()).reversed());
    return new Redaction(List.copyOf(folders));
  }

  public String apply(String text) {
    String redacted = text;
    for (Folder folder : folders) {
      redacted = folder.redact(redacted);
    }
    return redacted;
  }

  /** A copy with every text in it redacted; keys stay. */
  public JsonNode apply(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(apply(node.textValue()));
    }
    if (node instanceof ArrayNode array) {
      ArrayNode redacted = array.arrayNode(array.size());
      array.forEach(element -> redacted.add(apply(element)));
      return redacted;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode redacted = object.objectNode();
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        redacted.set(entry.getKey(), apply(entry.getValue()));
      }
      return redacted;
    }
    return node;
  }

  /** The path or target that was redacted, as it reads for the user and the JVM at hand. */
  public String restore(String text) {
    String restored = text;
    for (Folder folder : folders) {
      restored = folder.restore(restored);
    }
    return restored;
  }
}
