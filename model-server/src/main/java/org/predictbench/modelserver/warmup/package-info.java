/**
 * Makes a loaded version ready to serve: batching around its runs, warm-up with the model's own
 * records or with zeros, and the stub model on which a client warms up its JIT.
 *
 * <p>Only the root assembles it.
 */
package org.predictbench.modelserver.warmup;
