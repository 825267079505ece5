package org.predictbench.bench.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.bench.result.YamlFields;

/** The questions under which runs are listed, from {@code groups.yaml}. */
final class Groups {
  /** Of profiles, which belong to no suite. */
  static final String PROFILES = "profiles";

  /** Of suites that name no group, or one that is not known. */
  static final String OTHER = "other";

  private static final String FILE = "groups.yaml";

  private Groups() {}

  /**
   * One of them.
   *
   * @param name what a suite's key {@code group} says
   */
  record Group(String name, String title, String question) {}

  /** All, in the order in which they are listed. */
  static List<Group> all() {
    List<Group> groups = new ArrayList<>();
    try (InputStream in = Groups.class.getResourceAsStream(FILE)) {
      for (JsonNode node : new YAMLMapper().readTree(in)) {
        YamlFields fields = new YamlFields(FILE, node);
        groups.add(new Group(fields.text("name"), fields.text("title"), fields.text("question")));
        fields.rejectUnknown();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a shipped file is readable", e);
    }
    return groups;
  }

  /** The name itself if it is that of a group. */
  static String known(String name) {
    return all().stream().anyMatch(group -> group.name().equals(name)) ? name : OTHER;
  }
}
