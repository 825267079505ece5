/**
 * A request as it was received, and the reader of Predict that leaves tensor contents where they
 * lie.
 *
 * <p>{@code grpc} fills it, {@code predict} reads it.
 */
package org.predictbench.modelserver.request;
