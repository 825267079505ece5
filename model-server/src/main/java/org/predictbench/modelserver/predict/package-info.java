/**
 * The calls of PredictionService on a loaded model: check, decode, run, encode.
 *
 * <p>Both listeners and the warm-up call it; it knows nothing of where a request came from.
 */
package org.predictbench.modelserver.predict;
