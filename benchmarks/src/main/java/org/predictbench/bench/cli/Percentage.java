package org.predictbench.bench.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share as people type it, {@code 5%}; {@link #value} is then 0.05. */
record Percentage(String text, double value) {
  private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");

  @Override
  public String toString() {
    return text;
  }

  /** Takes a percentage above 0; a bare number could be meant either way. */
  static final class Converter implements ITypeConverter<Percentage> {
    @Override
    public Percentage convert(String text) {
      Matcher matcher = PERCENT.matcher(text.strip());
      double percent = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
      if (percent <= 0) {
        throw new TypeConversionException("expected a percentage such as 5%, not '" + text + "'");
      }
      return new Percentage(text.strip(), percent / 100);
    }
  }
}
