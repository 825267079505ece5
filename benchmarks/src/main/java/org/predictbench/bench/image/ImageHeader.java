package org.predictbench.bench.image;

import java.util.Optional;

/**
 * What a checked file says of its picture.
 *
 * @param colours how samples become RGB
 * @param orientation by Exif, from 1 to 8
 * @param oddity what is odd in a file that can be decoded none the less; goes on after its name
 */
record ImageHeader(
    int width, int height, Colours colours, int orientation, Optional<String> oddity) {

  /** How the samples of a file are meant. */
  enum Colours {
    /** Every kind of PNG: its reader knows. */
    PNG,
    GRAY,
    RGB,
    YCC,
    /** As Adobe writes it: 255 is no ink. */
    CMYK,
    /** The same, with its first three inks as YCC. */
    YCCK
  }
}
