/**
 * Carries calls over a blocking HTTP/2 client of our own, on the caller's thread. For {@code open}
 * alone.
 */
package org.predictbench.client.http2;
