/**
 * Turns inputs into the bytes of a PredictRequest and the bytes of a PredictResponse into answers.
 * For {@code open} and the packages that carry calls.
 */
package org.predictbench.client.wire;
