/** JMH's own result file, made of all forks of a run. */
package org.predictbench.bench.jmh;
