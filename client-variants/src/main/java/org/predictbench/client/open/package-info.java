/**
 * Puts clients together: the only package that knows how the values of the axes are done. For the
 * root package alone.
 */
package org.predictbench.client.open;
