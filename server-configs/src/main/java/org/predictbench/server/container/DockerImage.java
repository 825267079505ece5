package org.predictbench.server.container;

import java.io.IOException;
import java.util.List;
import org.predictbench.server.launch.Logs;
import org.predictbench.server.launch.ServerStartException;

/**
 * An image that is on this machine.
 *
 * @param id of its content here
 * @param digests by which registries know it, a JSON list; empty for one that was built here
 */
record DockerImage(String id, String digests) {

  /**
   * Finds an image, and pulls it if it is not here.
   *
   * @throws ServerStartException if it cannot be had
   * @throws IOException if there is no such program as {@code docker}
   */
  static DockerImage present(DockerCli docker, String image)
      throws IOException, InterruptedException {
    DockerCli.Ending found = inspect(docker, image);
    if (!found.ok()) {
      Process pull = docker.start(List.of("pull", "--quiet", image));
      pull.getOutputStream().close();
      if (pull.waitFor() != 0) {
        throw Logs.failure("cannot pull image " + image, docker.log(), null);
      }
      found = inspect(docker, image);
    }
    if (!found.ok()) {
      throw new ServerStartException(
          "docker does not know the image " + image + " it pulled", null);
    }
    String[] parts = found.output().split(" ", 2);
    return new DockerImage(parts[0], parts.length == 2 ? parts[1] : "");
  }

  private static DockerCli.Ending inspect(DockerCli docker, String image)
      throws IOException, InterruptedException {
    return docker.run("image", "inspect", "--format", "{{.Id}} {{json .RepoDigests}}", image);
  }
}
