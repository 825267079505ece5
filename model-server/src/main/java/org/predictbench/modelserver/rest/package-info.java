/**
 * TensorFlow Serving's REST API: JSON to the messages of the gRPC API and back, over HTTP. What
 * answers the messages is a {@link org.predictbench.modelserver.rest.RestBackend}.
 */
package org.predictbench.modelserver.rest;
