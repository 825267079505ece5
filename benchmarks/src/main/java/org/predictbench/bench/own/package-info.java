/**
 * Clients that users bring as classes: found on a class path of their own, loaded apart, opened.
 */
package org.predictbench.bench.own;
