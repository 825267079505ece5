/**
 * YAML read strictly: what a file holds beyond the known keys is an error, and every error is one
 * line that names the file, the key and what would be right. For server configs and suites alike;
 * knows neither.
 */
package org.predictbench.server.yaml;
