package org.predictbench.bench.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Standard output and errors in what the locale can show: UTF-8 as it is, and everywhere else, LANG
 * unset or C among them, plain ASCII, in which a microsecond is a {@code us} and not a {@code ?s}.
 *
 * <p>By the locale's own encoding, not by {@code file.encoding}, which may be set for other files.
 */
public final class PlainOutput extends PrintStream {
  private static final Map<Character, String> PLAIN =
      Map.ofEntries(
          Map.entry('µ', "u"),
          Map.entry('μ', "u"),
          Map.entry('–', "-"),
          Map.entry('—', "-"),
          Map.entry('−', "-"),
          Map.entry('×', "x"),
          Map.entry('±', "+-"),
          Map.entry('·', "|"),
          Map.entry('…', "..."),
          Map.entry('≤', "<="),
          Map.entry('≥', ">="),
          Map.entry('≈', "~"),
          Map.entry('≠', "!="),
          Map.entry('→', "->"),
          Map.entry('√', "sqrt "),
          Map.entry('∞', "inf"),
          Map.entry('²', "^2"),
          Map.entry('°', "*"),
          Map.entry('“', "\""),
          Map.entry('”', "\""),
          Map.entry('‘', "'"),
          Map.entry('’', "'"));

  private final CharsetEncoder encoder;

  PlainOutput(OutputStream out, Charset charset) {
    super(out, true, charset);
    this.encoder = charset.newEncoder();
  }

  /** Replaces the two streams of this JVM. */
  public static void install() {
    Charset charset = charset(System.getProperty("native.encoding"));
    System.setOut(new PlainOutput(new FileOutputStream(FileDescriptor.out), charset));
    System.setErr(new PlainOutput(new FileOutputStream(FileDescriptor.err), charset));
  }

  /** What of a locale's encoding is trusted to be shown. */
  static Charset charset(String locale) {
    return locale != null && locale.toUpperCase(Locale.ROOT).startsWith("UTF-8")
        ? StandardCharsets.UTF_8
        : StandardCharsets.US_ASCII;
  }

  /** Writes letters, not bytes, so that they are made plain where they have to be. */
  public static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(
        new Writer() {
          @Override
          public void write(char[] letters, int from, int length) {
            stream.print(new String(letters, from, length));
          }

          @Override
          public void flush() {
            stream.flush();
          }

          @Override
          public void close() {
            flush();
          }
        },
        true);
  }

  @Override
  public void print(String text) {
    super.print(text == null || canShow(text) ? text : plain(text));
  }

  @Override
  public void println(String text) {
    synchronized (this) {
      print(text);
      println();
    }
  }

  @Override
  public void println(Object value) {
    println(String.valueOf(value));
  }

  @Override
  public PrintStream format(Locale locale, String format, Object... arguments) {
    print(String.format(locale, format, arguments));
    return this;
  }

  @Override
  public PrintStream format(String format, Object... arguments) {
    return format(Locale.ROOT, format, arguments);
  }

  // An encoder has a state.
  private synchronized boolean canShow(String text) {
    return encoder.canEncode(text);
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      plain.append(PLAIN.getOrDefault(letter, String.valueOf(letter)));
    }
    return plain.toString();
  }
}
