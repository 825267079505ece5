package org.predictbench.modelserver.text;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.Parser.SingularOverwritePolicy;
import com.google.protobuf.TypeRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses protobuf's text format as protobuf C++ does: a field that is not repeated may be given
 * once, and comments may hold any bytes. Thread-safe.
 */
public final class TextParser {
  /** What protobuf Java says of a field that was given twice, after its position. */
  private static final Pattern TWICE =
      Pattern.compile("Non-repeated field \"([^\"]*)\" cannot be overwritten\\.");

  private final TextFormat.Parser parser;

  /** Creates a parser that knows no messages in {@code Any}s. */
  public TextParser() {
    this(TypeRegistry.getEmptyTypeRegistry());
  }

  /**
   * Creates a parser.
   *
   * @param types of the messages that {@code Any}s are written as
   */
  public TextParser(TypeRegistry types) {
    parser =
        TextFormat.Parser.newBuilder()
            .setTypeRegistry(types)
            .setSingularOverwritePolicy(SingularOverwritePolicy.FORBID_SINGULAR_OVERWRITES)
            .build();
  }

  /**
   * Fills {@code message} from a text.
   *
   * @throws MalformedException if it is no such message
   */
  public void parse(byte[] text, Message.Builder message) throws MalformedException {
    // Bytes that are no UTF-8 become question marks, which a comment may hold.
    String characters = new String(text, StandardCharsets.UTF_8);
    try {
      parser.merge(characters, message);
    } catch (StackOverflowError e) {
      throw new MalformedException(
          "Error parsing text-format %s: nested too deeply"
              .formatted(message.getDescriptorForType().getFullName()),
          false);
    } catch (TextFormat.ParseException e) {
      throw new MalformedException(
          "Error parsing text-format %s: %s"
              .formatted(message.getDescriptorForType().getFullName(), inWordsOfCpp(e, characters)),
          isAtEnd(e, characters));
    }
  }

  private static boolean isAtEnd(TextFormat.ParseException e, String text) {
    List<String> lines = text.stripTrailing().lines().toList();
    return lines.isEmpty()
        || e.getLine() > lines.size()
        || (e.getLine() == lines.size() && e.getColumn() > lines.get(lines.size() - 1).length());
  }

  private static String inWordsOfCpp(TextFormat.ParseException e, String text) {
    Matcher twice = TWICE.matcher(e.getMessage());
    if (!twice.find()) {
      return e.getMessage();
    }
    String field = twice.group(1).substring(twice.group(1).lastIndexOf('.') + 1);
    return "%d:%d: Non-repeated field \"%s\" is specified multiple times."
        .formatted(e.getLine(), column(e, text), field);
  }

  /** Returns the column of the colon that C++ names, where protobuf Java names what follows it. */
  private static int column(TextFormat.ParseException e, String text) {
    String line = text.lines().skip(e.getLine() - 1L).findFirst().orElse("");
    String before = line.substring(0, Math.min(line.length(), e.getColumn() - 1)).stripTrailing();
    return before.endsWith(":") ? before.length() : e.getColumn();
  }

  /** The text is not what it should be. The message says where and why. */
  public static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean atEnd;

    MalformedException(String message, boolean atEnd) {
      super(message);
      this.atEnd = atEnd;
    }

    /** Whether the text is well-formed as far as it goes. */
    public boolean isAtEnd() {
      return atEnd;
    }
  }
}
