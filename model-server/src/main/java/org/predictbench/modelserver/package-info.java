/**
 * A server that answers as {@code tensorflow_model_server} 2.18 does, on TensorFlow Java.
 *
 * <p>Nobody links this package: it is started as its own process (see {@link
 * org.predictbench.modelserver.ModelServer}) and met only on its socket, so that a measured client
 * shares no heap, JIT or event loop with it.
 */
package org.predictbench.modelserver;
