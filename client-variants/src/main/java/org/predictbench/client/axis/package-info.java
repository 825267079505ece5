/**
 * Says what a client is, as one value per axis, and not how that is done. Part of the library's
 * API; imports no other package of it.
 *
 * <p>Each value describes itself: what it does, whether it works on this machine, which targets it
 * reaches, which values of other axes it needs. A new value is a constant here, and a case in
 * {@code ClientAssembly} if it takes something new to do.
 */
package org.predictbench.client.axis;
