/**
 * From an image file to the features that ResNet-50 v2 expects: a flat NHWC tensor of {@code
 * float}s for one image of 224 x 224 x 3, as the model's own evaluation pipeline makes it.
 *
 * <p>For whoever builds a request's payload, before anything is measured: nothing here is on a
 * timed path. This package alone loads OpenCV; where no image is asked for, no native library is
 * needed.
 */
package org.predictbench.bench.image;
