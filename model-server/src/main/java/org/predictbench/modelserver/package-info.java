/**
 * A server that answers as {@code tensorflow_model_server} 2.18 does, on TensorFlow Java.
 *
 * <p>No module links this package. It is started as a process (see {@link
 * org.predictbench.modelserver.ModelServer}) and reached only through its socket, so that a
 * measured client shares no heap, JIT or event loop with it.
 */
package org.predictbench.modelserver;
