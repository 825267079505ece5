package org.predictbench.modelserver.grpc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Removes the file that a Unix socket leaves in the file system. */
public final class SocketFile {
  private static final System.Logger LOG = System.getLogger(SocketFile.class.getName());

  private SocketFile() {}

  /** Removes the socket, if there is one, but never a file of another kind. */
  public static void remove(Path path) {
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .isOther()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Could not remove " + path + ": " + e.getMessage());
    }
  }
}
