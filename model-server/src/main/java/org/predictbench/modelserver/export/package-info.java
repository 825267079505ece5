/**
 * Writes ready SavedModels; a program of its own beside the server, which never calls it.
 *
 * <p>The harness starts {@link org.predictbench.modelserver.export.ExportModel} as a process.
 */
package org.predictbench.modelserver.export;
