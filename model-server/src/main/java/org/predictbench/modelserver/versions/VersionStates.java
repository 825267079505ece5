package org.predictbench.modelserver.versions;

import io.grpc.Context;
import io.grpc.Status;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.modelserver.status.Statuses;
import org.predictbench.serving.full.ModelVersionStatus;
import org.predictbench.serving.full.StatusProto;

/** Holds the state of every version of every model, including unloaded ones. Thread-safe. */
public final class VersionStates {
  private static final long RECHECK_MILLIS = 100;

  private final Map<String, SortedMap<Long, Entry>> models = new HashMap<>();
  private long events;

  private record Entry(ModelVersionStatus status, long event) {}

  synchronized void set(String model, long version, ModelVersionStatus.State state) {
    set(model, version, state, StatusProto.getDefaultInstance());
  }

  /** Records that the version ended in an error and will not serve. */
  synchronized void fail(String model, long version, Status error) {
    set(model, version, ModelVersionStatus.State.END, Statuses.toProto(error));
  }

  /** Changes the state if it still is {@code from}. */
  synchronized void replace(
      String model, long version, ModelVersionStatus.State from, ModelVersionStatus.State to) {
    if (of(model, version).map(status -> status.getState() == from).orElse(false)) {
      set(model, version, to);
    }
  }

  private void set(String model, long version, ModelVersionStatus.State state, StatusProto status) {
    events++;
    models
        .computeIfAbsent(model, name -> new TreeMap<>(Comparator.reverseOrder()))
        .put(
            version,
            new Entry(
                ModelVersionStatus.newBuilder()
                    .setVersion(version)
                    .setState(state)
                    .setStatus(status)
                    .build(),
                events));
    notifyAll();
  }

  /**
   * Returns the states of a model's versions, the highest version first; empty for an unknown
   * model.
   */
  synchronized Collection<ModelVersionStatus> of(String model) {
    return models.getOrDefault(model, new TreeMap<>()).values().stream()
        .map(Entry::status)
        .toList();
  }

  Optional<ModelVersionStatus> of(String model, long version) {
    return of(model).stream().filter(status -> status.getVersion() == version).findFirst();
  }

  boolean isAvailable(String model, long version) {
    return of(model, version)
        .map(status -> status.getState() == ModelVersionStatus.State.AVAILABLE)
        .orElse(false);
  }

  /** Returns a mark from which {@link #awaitAvailable} counts events. */
  synchronized long mark() {
    return events;
  }

  /**
   * Waits until each of the models has a version that is available or has failed.
   *
   * @param since a mark from {@link #mark}
   * @param noun what the message calls the models
   * @throws ServingException if one of them has failed, or the caller cancelled
   */
  synchronized void awaitAvailable(Set<String> names, long since, String noun)
      throws InterruptedException {
    while (!names.stream().allMatch(name -> outcome(name, since).isPresent())) {
      if (Context.current().isCancelled()) {
        throw new ServingException(Status.Code.CANCELLED, "Cancelled while models were loading");
      }
      wait(RECHECK_MILLIS);
    }
    StringBuilder failures = new StringBuilder();
    int count = 0;
    for (String name : names) {
      ModelVersionStatus status = outcome(name, since).orElseThrow();
      if (status.getState() != ModelVersionStatus.State.AVAILABLE) {
        count++;
        failures.append(describe(name, status));
      }
    }
    if (count > 0) {
      throw new ServingException(
          Status.Code.UNKNOWN,
          count + " " + noun + " did not become available: {" + failures + "}");
    }
  }

  private Optional<ModelVersionStatus> outcome(String name, long since) {
    return models.getOrDefault(name, new TreeMap<>()).values().stream()
        .filter(entry -> entry.event() > since)
        .map(Entry::status)
        .filter(
            status ->
                status.getState() == ModelVersionStatus.State.AVAILABLE
                    || status.getState() == ModelVersionStatus.State.END)
        .findFirst();
  }

  private static String describe(String name, ModelVersionStatus status) {
    StatusProto error = status.getStatus();
    String reason =
        error.getErrorCodeValue() == 0
            ? ""
            : " due to error: " + error.getErrorCode() + ": " + error.getErrorMessage();
    return "{{name: %s version: %d}%s}, ".formatted(name, status.getVersion(), reason);
  }
}
