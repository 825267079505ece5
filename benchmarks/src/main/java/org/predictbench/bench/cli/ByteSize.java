package org.predictbench.bench.cli;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes as people type it, {@code 500MB}: decimal units, and binary ones with an i. */
record ByteSize(long bytes) {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*([kKMGT]i?)B");

  private static final Map<String, Long> UNITS =
      Map.of(
          "K",
          1_000L,
          "M",
          1_000_000L,
          "G",
          1_000_000_000L,
          "T",
          1_000_000_000_000L,
          "Ki",
          1L << 10,
          "Mi",
          1L << 20,
          "Gi",
          1L << 30,
          "Ti",
          1L << 40);

  /** Takes a size above 0; a bare number leaves open what it counts. */
  static final class Converter implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String text) {
      Matcher matcher = SIZE.matcher(text.strip());
      if (matcher.matches()) {
        long unit = UNITS.get(matcher.group(2).replace('k', 'K'));
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
          return new ByteSize(bytes.longValue());
        }
      }
      throw new TypeConversionException("expected a size such as 500MB, not '" + text + "'");
    }
  }
}
