package org.predictbench.bench.cache;

import java.nio.file.Path;
import java.util.Optional;

/** What one JVM leaves of its loaded classes, so that the next one starts faster. */
public enum ClassCache {
  NONE(null, null),
  /** An archive of the classes as they were loaded: class data sharing, since JDK 13. */
  ARCHIVE("-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile="),
  /** Classes linked and with their profiles: an ahead-of-time cache, by JEPs 514 and 515. */
  AOT("-XX:AOTCacheOutput=", "-XX:AOTCache=");

  /** The first JDK that makes an ahead-of-time cache with one start. */
  public static final int AOT_SINCE = 25;

  private final String writing;
  private final String reading;

  ClassCache(String writing, String reading) {
    this.writing = writing;
    this.reading = reading;
  }

  /** The best that such a JDK has, {@code 17} or later. */
  public static ClassCache of(int feature) {
    return feature >= AOT_SINCE ? AOT : ARCHIVE;
  }

  /** The flag of the JVM that leaves it; empty for none. */
  public Optional<String> writtenTo(Path file) {
    return Optional.ofNullable(writing).map(flag -> flag + file);
  }

  /** The flag of a JVM that has it; empty for none. */
  public Optional<String> readFrom(Path file) {
    return Optional.ofNullable(reading).map(flag -> flag + file);
  }
}
