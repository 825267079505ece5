/** Files of loaded classes, with which a service makes its first call sooner. */
package org.predictbench.bench.cache;
