package org.predictbench.bench.kind;

import java.nio.file.Path;
import java.util.Optional;

/** What one JVM leaves of its loaded classes, so that the next one starts faster. */
enum ClassCache {
  NONE(null, null),
  /** An archive of the classes as they were loaded: class data sharing, since JDK 13. */
  ARCHIVE("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile="),
  /** Classes linked and with their profiles: an ahead-of-time cache, by JEP 514. */
  AOT("-XX:AOTCacheOutput=", "-XX:AOTCache=");

  private final String writing;
  private final String reading;

  ClassCache(String writing, String reading) {
    this.writing = writing;
    this.reading = reading;
  }

  /** The flag of the JVM that leaves it; empty for none. */
  Optional<String> writtenTo(Path file) {
    return Optional.ofNullable(writing).map(flag -> flag + file);
  }

  /** The flag of a JVM that has it; empty for none. */
  Optional<String> readFrom(Path file) {
    return Optional.ofNullable(reading).map(flag -> flag + file);
  }
}
