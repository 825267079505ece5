package org.predictbench.bench.own;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Loads a user's client with the libraries that it comes with, in their versions: what is on its
 * class path is taken from there, be it a gRPC or a Netty of another version than ours, as in the
 * service that the client is from. The classes by which it is called are ours, and so is what its
 * class path lacks.
 */
final class OwnClassLoader extends URLClassLoader {
  /** What both sides must see as one class; a client that wraps one of ours needs the second. */
  private static final List<String> SHARED =
      List.of("java.", "org.predictbench.client.", "org.predictbench.serving.");

  private static final String SERVICES = "META-INF/services/";

  static {
    registerAsParallelCapable();
  }

  OwnClassLoader(ClassPath path) {
    super("own-client", path.urls(), OwnClassLoader.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found == null) {
        found = isShared(name) ? super.loadClass(name, false) : ownFirst(name);
      }
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  private Class<?> ownFirst(String name) throws ClassNotFoundException {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return super.loadClass(name, false);
    }
  }

  private static boolean isShared(String name) {
    return SHARED.stream().anyMatch(name::startsWith);
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  /** Where the class path names services of its own, those of another version are no use to it. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
    if (found.isEmpty() || !name.startsWith(SERVICES)) {
      found.addAll(Collections.list(getParent().getResources(name)));
    }
    return Collections.enumeration(found);
  }
}
