/**
 * Gathers runs of one signature into batches, as TensorFlow Serving's {@code BatchingSession}.
 *
 * <p>{@code warmup} wraps a model's runner with it; no other package knows that runs are batched.
 */
package org.predictbench.modelserver.batching;
