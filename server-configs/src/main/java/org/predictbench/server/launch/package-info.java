/**
 * How a server is started, watched and stopped as a process of its own.
 *
 * <p>{@link org.predictbench.server.launch.EmbeddedLauncher} makes a process of a {@link
 * org.predictbench.server.config.ServerConfig}; {@link
 * org.predictbench.server.launch.ExternalServer} stands for a server that somebody else runs. The
 * package knows the model server by its command line and its {@code READY} line alone and never
 * links it, so that client and server share no heap, JIT compiler or event loop.
 */
package org.predictbench.server.launch;
