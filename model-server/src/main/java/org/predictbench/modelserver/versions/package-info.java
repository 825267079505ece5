/**
 * Which versions of which models are loaded: version policies, loading, unloading, states and
 * configuration, and the answers of ModelService.
 *
 * <p>The listeners ask it; it knows no way in which a model is loaded, only a {@code
 * VersionLoader}.
 */
package org.predictbench.modelserver.versions;
