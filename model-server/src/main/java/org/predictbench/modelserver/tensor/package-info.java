/**
 * Tensors from the wire's messages and bytes and back, cut, joined and padded.
 *
 * <p>Everything above may use it.
 */
package org.predictbench.modelserver.tensor;
