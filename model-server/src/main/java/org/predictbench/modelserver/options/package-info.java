/**
 * The flags, named as {@code tensorflow_model_server} names them.
 *
 * <p>The root reads all of them, {@code grpc} those of its listeners; nothing below does.
 */
package org.predictbench.modelserver.options;
