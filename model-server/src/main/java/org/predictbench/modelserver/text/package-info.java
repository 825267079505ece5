/** Numbers as the C++ server writes them. Free of everything else in this server. */
package org.predictbench.modelserver.text;
