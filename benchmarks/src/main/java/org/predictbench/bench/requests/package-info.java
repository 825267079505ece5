/**
 * Request sets: what a run sends, from a model's own warm-up requests, recorded logs, JSON, NumPy
 * arrays or images, or made up from a signature. All of it is read and checked against the
 * signature before anything is measured; whatever a file claims, it costs bounded time and memory.
 *
 * <p>Everybody to the left may use it: the command line opens a set, the forks read it.
 */
package org.predictbench.bench.requests;
