/**
 * What goes wrong, as the gRPC status that TensorFlow Serving answers with.
 *
 * <p>Everything may use it.
 */
package org.predictbench.modelserver.status;
