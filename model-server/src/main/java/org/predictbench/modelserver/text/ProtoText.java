package org.predictbench.modelserver.text;

import com.google.protobuf.Message;
import io.grpc.Status;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.predictbench.modelserver.status.ServingException;

/** Reads protobuf's text format, the format of all of the server's configuration files. */
public final class ProtoText {
  private static final System.Logger LOG = System.getLogger(ProtoText.class.getName());

  private ProtoText() {}

  /**
   * Fills {@code message} from the file.
   *
   * @throws ServingException if the file is missing or holds another message
   */
  public static <B extends Message.Builder> B read(Path file, B message) {
    try {
      new TextParser().parse(Files.readAllBytes(file), message);
      return message;
    } catch (NoSuchFileException e) {
      throw ServingException.notFound(file + "; No such file or directory");
    } catch (TextParser.MalformedException e) {
      LOG.log(Level.ERROR, e.getMessage());
      throw ServingException.invalid("Invalid protobuf file: '" + file + "'");
    } catch (IOException e) {
      throw new ServingException(Status.Code.UNKNOWN, file + ": " + e);
    }
  }
}
