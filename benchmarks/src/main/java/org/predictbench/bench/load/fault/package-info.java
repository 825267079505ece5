/** What goes wrong on purpose, between client and server. */
package org.predictbench.bench.load.fault;
