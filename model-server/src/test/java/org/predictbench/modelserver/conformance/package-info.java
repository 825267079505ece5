/**
 * What a client may expect of TensorFlow Serving 2.18, asked of whatever listens.
 *
 * <p>Without further ado that is the embedded server, started as a process. With {@code
 * -Dpredictbench.target=HOST:PORT} it is that server, whose model configuration is replaced: it
 * must see the folder {@code -Dpredictbench.models=DIR} under the same path, for the models are
 * written there. {@code -Dpredictbench.rest=HOST:PORT} is its HTTP port, without which nothing is
 * asked over REST.
 */
package org.predictbench.modelserver.conformance;
