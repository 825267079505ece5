/**
 * Which TensorFlow Serving to measure against, and how to start, watch and stop it.
 *
 * <p>For the benchmarks and their command line. A {@link org.predictbench.server.ServerConfig} says
 * what a server is (build, threads, transports); {@link org.predictbench.server.EmbeddedLauncher}
 * makes a process of it; {@link org.predictbench.server.ExternalServer} stands for one that
 * somebody else runs. The package knows the model server by its command line and its {@code READY}
 * line alone and never links it, so that client and server share no heap, JIT compiler or event
 * loop.
 */
package org.predictbench.server;
