package org.predictbench.bench.stats;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.predictbench.bench.files.InputException;

/**
 * In what two machines differ so that times of the one say nothing about the other. What two boots
 * of one machine may differ in, such as a few kilobytes of memory or the kernel's build, does not
 * count.
 */
public final class MachineDifferences {
  static final String NOT_RECORDED = "not recorded";

  private static final String UNAVAILABLE = "unavailable";
  private static final double SAME_MEMORY = 0.01;
  private static final Pattern KILOBYTES = Pattern.compile("(\\d+) kB");
  private static final Pattern KERNEL = Pattern.compile("\\d+\\.\\d+");

  /** Without these, nobody knows what machine it was. */
  private static final List<String> ESSENTIAL = List.of("cpu", "isa", "cores", "memory");

  /** Versions of ours that did not record these yet exist. */
  private static final List<String> OTHERS =
      List.of(
          "kernel",
          "kernel_parameters",
          "governor",
          "turbo",
          "cgroup_cpu_max",
          "cgroup_memory_max");

  private MachineDifferences() {}

  /**
   * Checks that what is measured from now on may be put beside what is recorded.
   *
   * @param recorded as {@code environment.json} has it, as is the other
   * @throws InputException in one line with what differs: the machine, or the build of the client
   */
  public static void requireSame(JsonNode recorded, JsonNode here) {
    List<Difference> differences = new ArrayList<>(of(recorded, here));
    differences.addAll(builds(recorded.path("client"), here.path("client")));
    if (!differences.isEmpty()) {
      throw new InputException(
          "this run was measured elsewhere or by another build, and figures of both cannot be"
              + " put together: start a new run. What differs: "
              + differences.stream().map(Difference::toString).collect(Collectors.joining("; ")));
    }
  }

  private static List<Difference> builds(JsonNode recorded, JsonNode here) {
    TreeSet<String> keys = new TreeSet<>();
    recorded.fieldNames().forEachRemaining(keys::add);
    here.fieldNames().forEachRemaining(keys::add);
    List<Difference> differences = new ArrayList<>();
    for (String key : keys) {
      String then = recorded.path(key).toString();
      String now = here.path(key).toString();
      if (!then.equals(now)) {
        differences.add(new Difference("client " + key, then, now));
      }
    }
    return differences;
  }

  /**
   * Compares two environments as {@code environment.json} keeps them.
   *
   * @return what differs, or is recorded of one of them alone or of neither and must be known;
   *     empty if times can be compared
   */
  public static List<Difference> of(JsonNode one, JsonNode two) {
    List<Difference> differences = new ArrayList<>();
    for (String key : ESSENTIAL) {
      String first = text(one, key);
      String second = text(two, key);
      if (first.equals(NOT_RECORDED) || second.equals(NOT_RECORDED) || !same(key, first, second)) {
        differences.add(new Difference("machine " + key, first, second));
      }
    }
    for (String key : OTHERS) {
      String first = text(one, key);
      String second = text(two, key);
      if (isKnown(first) && isKnown(second) && !same(key, first, second)) {
        differences.add(new Difference("machine " + key, first, second));
      }
    }
    return differences;
  }

  private static boolean same(String key, String one, String two) {
    return one.equals(two)
        || switch (key) {
          case "memory" -> sameMemory(KILOBYTES.matcher(one), KILOBYTES.matcher(two));
          case "kernel" -> sameRelease(KERNEL.matcher(one), KERNEL.matcher(two));
          default -> false;
        };
  }

  private static boolean sameMemory(Matcher one, Matcher two) {
    if (!one.find() || !two.find()) {
      return false;
    }
    double first = Double.parseDouble(one.group(1));
    double second = Double.parseDouble(two.group(1));
    return Math.abs(first - second) <= SAME_MEMORY * Math.max(first, second);
  }

  private static boolean sameRelease(Matcher one, Matcher two) {
    return one.find() && two.find() && one.group().equals(two.group());
  }

  private static boolean isKnown(String text) {
    return !text.equals(NOT_RECORDED) && !text.equals(UNAVAILABLE);
  }

  private static String text(JsonNode environment, String key) {
    JsonNode value = environment.path("machine").path(key);
    return value.isMissingNode() ? NOT_RECORDED : value.asText();
  }
}
