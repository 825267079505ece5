package org.predictbench.bench.cli;

import org.predictbench.bench.files.InputException;
import org.predictbench.bench.own.ClassPath;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A class path as {@code java -cp} takes it. */
final class ClassPathConverter implements ITypeConverter<ClassPath> {
  @Override
  public ClassPath convert(String text) {
    try {
      return ClassPath.parse(text);
    } catch (InputException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
