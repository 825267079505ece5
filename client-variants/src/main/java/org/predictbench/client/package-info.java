/**
 * Every way a JVM can call TensorFlow Serving's Predict, composed from {@linkplain
 * org.predictbench.client.axis.Axis axes}.
 *
 * <p>A library for services: it depends on gRPC and protobuf alone, owns no clock and measures
 * nothing. Start at {@link org.predictbench.client.PredictClients}.
 */
package org.predictbench.client;
