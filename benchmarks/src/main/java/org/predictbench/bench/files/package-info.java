/**
 * Files that are whole or not there, hashes, JSON, what is redacted, and the errors of bad input;
 * every other package may use it.
 */
package org.predictbench.bench.files;
