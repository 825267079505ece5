/**
 * What the calls of a run call and send: found from what a user asks for and from what is known of
 * the model, and handed to the forks as files.
 */
package org.predictbench.bench.plan;
