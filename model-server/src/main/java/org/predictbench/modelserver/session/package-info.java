/**
 * Runs a graph once, within a deadline, and says how sessions are configured.
 *
 * <p>Everything above may use it; it knows neither signatures nor requests.
 */
package org.predictbench.modelserver.session;
