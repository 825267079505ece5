package org.predictbench.bench.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.predictbench.bench.files.FailureText;

/** The model server's jar, which travels inside ours and is unpacked once into the cache. */
public final class BundledServerJar {
  private static final String RESOURCE = "model-server.jar";

  private BundledServerJar() {}

  /**
   * A path to the jar; unpacks it on first use. Safe when several processes ask at once.
   *
   * @throws UncheckedIOException if the cache cannot be written
   */
  public static Path path(Caches caches) {
    URL resource = BundledServerJar.class.getResource(RESOURCE);
    if (resource == null) {
      throw new IllegalStateException(
          "this build carries no model server; build the whole project: mvn package");
    }
    try {
      if (resource.getProtocol().equals("file")) {
        return Path.of(resource.toURI());
      }
      URLConnection connection = resource.openConnection();
      // The checksum of the entry names the file: another build never meets this one's jar.
      long crc = ((JarURLConnection) connection).getJarEntry().getCrc();
      Path jar = caches.jars().resolve("model-server-%08x.jar".formatted(crc));
      if (!Files.exists(jar)) {
        unpack(connection, jar);
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack the model server: " + FailureText.of(e), e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(URLConnection connection, Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    Path partial = Files.createTempFile(jar.getParent(), "model-server-", ".partial");
    try (InputStream in = connection.getInputStream()) {
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.move(partial, jar, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
