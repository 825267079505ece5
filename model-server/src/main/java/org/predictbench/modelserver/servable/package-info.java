/**
 * A loaded SavedModel: its signatures, its session, who holds it, and the catalog in which calls
 * find it.
 *
 * <p>Everything that answers or loads may use it.
 */
package org.predictbench.modelserver.servable;
