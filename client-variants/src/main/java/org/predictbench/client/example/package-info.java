/**
 * Turns inputs into tf.Examples, with generated messages and without, for the three calls that take
 * them; reads the replies of Classify and Regress. For {@code open} alone.
 */
package org.predictbench.client.example;
