/** Numbers and configuration files as text, the way the C++ server writes and reads them. */
package org.predictbench.modelserver.text;
