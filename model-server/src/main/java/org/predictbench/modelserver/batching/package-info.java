/**
 * Gathers runs of one signature into batches, as TensorFlow Serving's {@code BatchingSession}.
 *
 * <p>{@code warmup} wraps a model's runner with it; nobody else need know that runs are batched.
 */
package org.predictbench.modelserver.batching;
