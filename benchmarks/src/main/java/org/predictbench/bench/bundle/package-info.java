/** What the one jar carries inside: the model server, and the models it can write. */
package org.predictbench.bench.bundle;
