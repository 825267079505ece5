/** Carries calls to the server's REST endpoint by the JDK's HTTP client. For {@code open} alone. */
package org.predictbench.client.rest;
