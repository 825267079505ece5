package org.predictbench.modelserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * An object some of whose keys come more than once. A key that is looked up has its first value, as
 * RapidJSON finds it; {@link #members} lists all.
 */
@SuppressWarnings("unchecked") // Jackson narrows a type variable in deepCopy
final class RepeatedKeys extends ObjectNode {
  private static final long serialVersionUID = 1L;

  private final transient List<Map.Entry<String, JsonNode>> members;

  private RepeatedKeys(ObjectNode first, List<Map.Entry<String, JsonNode>> members) {
    super(JsonNodeFactory.instance);
    var unused = setAll(first);
    this.members = members;
  }

  /** Returns the members of an object in the order of the text, doubled keys included. */
  static Collection<Map.Entry<String, JsonNode>> members(JsonNode object) {
    return object instanceof RepeatedKeys repeated ? repeated.members : object.properties();
  }

  /** Collects the members of an object. */
  static final class Builder {
    private final ObjectNode first = JsonNodeFactory.instance.objectNode();

    /** All members, once a key came again. */
    private List<Map.Entry<String, JsonNode>> members = List.of();

    void add(String key, JsonNode value) {
      boolean again = first.has(key);
      if (again && members.isEmpty()) {
        members = new ArrayList<>();
        first.properties().forEach(member -> members.add(copy(member)));
      }
      if (!members.isEmpty()) {
        members.add(Map.entry(key, value));
      }
      if (!again) {
        var unused = first.set(key, value);
      }
    }

    private static Map.Entry<String, JsonNode> copy(Map.Entry<String, JsonNode> member) {
      return Map.entry(member.getKey(), member.getValue());
    }

    ObjectNode build() {
      return members.isEmpty() ? first : new RepeatedKeys(first, members);
    }
  }
}
