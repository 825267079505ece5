/**
 * Makes a graph ready, runs it once, within a deadline, with the runtime's own status codes, and
 * says how sessions are configured.
 *
 * <p>Everything above may use it; it knows neither signatures nor requests.
 */
package org.predictbench.modelserver.session;
