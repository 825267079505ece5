/**
 * The run protocol: checks a request, starts each round's servers and forks, gives them their time
 * slices and records what they measured. Used by the command line and by profiles, which look on.
 */
package org.predictbench.bench.run;
