/**
 * A server config as a container of {@code tensorflow/serving}: run by {@code docker}, or written
 * down for Compose and Kubernetes.
 */
package org.predictbench.server.container;
