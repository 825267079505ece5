/**
 * From an image file to the features that ResNet-50 v2 expects: a flat NHWC tensor of {@code
 * float}s for one image of 224 x 224 x 3, as the model's own evaluation pipeline makes it.
 *
 * <p>{@link org.predictbench.bench.image.ImageFile} is the one way in: it checks a file, without
 * decoding it. {@link org.predictbench.bench.image.RgbPixels.Decoder} decodes what it let pass, and
 * {@link org.predictbench.bench.image.ImagePreprocessor} makes features of that.
 *
 * <p>For whoever builds a request's payload, before anything is measured; decoders and preprocessor
 * are timed by the image benchmark alone. This package alone loads OpenCV; where no image is asked
 * for, no native library is needed.
 */
package org.predictbench.bench.image;
