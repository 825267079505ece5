package org.predictbench.bench.chart;

import java.util.Locale;

/**
 * What charts are painted with, for a light and for a dark ground. Those of {@link Stroke#series}
 * differ in lightness as well as in hue, so that they can be told apart without seeing red or
 * green.
 */
public enum Colour {
  INK("#1a1f26", "#e6eaef"),
  MUTED("#5a6472", "#9aa5b3"),
  HAIRLINE("#dfe4ea", "#2a313b"),
  GROUND("#ffffff", "#0f1318"),
  BLUE("#2a63c4", "#6fa3f7"),
  BLUE_MID("#5685d8", "#4a7fd6"),
  BLUE_LIGHT("#8fb0e8", "#34548c"),
  BLUE_PALE("#c3d5f4", "#27406b"),
  GREY("#6b7685", "#a3adba"),
  GREY_MID("#8a94a3", "#7f8b9b"),
  GREY_LIGHT("#b4bcc7", "#4a5563"),
  GREEN("#16693f", "#4cc08a"),
  GREEN_MID("#3f9a66", "#2f8a5c"),
  GREEN_LIGHT("#9fd3b4", "#24583b"),
  RED("#b3261e", "#ff8b82"),
  AMBER("#d9962b", "#e0a545"),
  VERMILLION("#d0561b", "#f08a54"),
  TEAL("#0d8f7c", "#3fc7b0"),
  PURPLE("#93408f", "#d48ad0"),
  GOLD("#a37c00", "#d9b640"),
  SKY("#3d9fd1", "#8fd0f0"),
  SLATE("#39434f", "#c4ccd6"),
  FASTER_3("#7db4ee", "#1d5ba8"),
  FASTER_2("#a9cdf4", "#1b4579"),
  FASTER_1("#d3e5fa", "#1c334f"),
  SAME("#e9ecf0", "#252c35"),
  SLOWER_1("#fbe3c8", "#46331c"),
  SLOWER_2("#f7c48d", "#6e4513"),
  SLOWER_3("#ee9f52", "#965510");

  private final String light;
  private final String dark;

  Colour(String light, String dark) {
    this.light = light;
    this.dark = dark;
  }

  /** Its class in CSS, which sets {@code color}. */
  String css() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String light() {
    return light;
  }

  String dark() {
    return dark;
  }
}
