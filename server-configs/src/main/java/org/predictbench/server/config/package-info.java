/**
 * What a server is: build, threads, batching, transports, flags, read from YAML or spelled in a
 * name. Nothing here starts anything.
 */
package org.predictbench.server.config;
