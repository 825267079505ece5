/** The machine: what it is, whether it is fit for measuring, and time that passes on it. */
package org.predictbench.bench.host;
