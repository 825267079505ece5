/**
 * Finds the settings of server and client to deploy: a space of them, short loads that leave the
 * worst behind, then rounds that compare the rest with today's. {@link
 * org.predictbench.bench.tune.Tuning} decides what is measured; everything it asks for is answered
 * by a {@link org.predictbench.bench.tune.Bench}.
 */
package org.predictbench.bench.tune;
