/** Holds a client, of whatever make, to what {@code PredictClient} says of clients. */
package org.predictbench.bench.check;
