package org.predictbench.client.axis;

import java.util.Optional;

/**
 * A library that one value of an axis needs and that this module depends on optionally.
 *
 * @param type a class of it, by whose presence the library is recognised
 * @param artifact its Maven coordinates without the version
 */
record Library(String type, String artifact) {
  static final Library EPOLL =
      new Library(
          "io.netty.channel.epoll.Epoll",
          "io.netty:netty-transport-native-epoll (with your platform's classifier)");

  /** One sentence that names the artifact to add; empty if the library is there. */
  Optional<String> missing() {
    try {
      // Not initialised: that would start what the library starts.
      Class.forName(type, false, Library.class.getClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.of(
          "%s is not on the class path: add it to your dependencies".formatted(artifact));
    }
  }
}
