/**
 * A proxy that passes every call on to a server as it is, and keeps requests of TensorFlow
 * Serving's in a file of records. For {@code cli} alone.
 *
 * <p>Two halves that meet in {@link org.predictbench.bench.record.CallObserver}: what passes calls
 * on knows no file, and what writes the file never makes a call wait.
 */
package org.predictbench.bench.record;
