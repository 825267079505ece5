package org.predictbench.modelserver.export;

import java.util.List;
import java.util.stream.Stream;

/**
 * The words that the text classifier knows: the commonest of English, and stems of four topics in
 * their usual forms. A word's line in the vocabulary file is its number.
 */
final class Vocabulary {
  private static final String COMMON =
      """
      the of and to a in is it you that he was for on are with as i his they be at one have this
      from or had by not but some what there we can out other were all your when up use word how
      said an each she which do their time if will way about many then them would write like so
      these her long make thing see him two has look more day could go come did my sound no most
      number who over know water than call first people may down side been now find any new work
      part take get place made live where after back little only round man year came show every
      good me give our under name very through just form much great think say help low line before
      turn cause same mean differ move right boy old too does tell sentence set three want air well
      also play small end put home read hand port large spell add even land here must big high such
      follow act why ask men change went light kind off need house picture try us again animal
      point mother world near build self earth father head stand own page should country found
      answer school grow study still learn plant cover food sun four thought let keep eye never
      last door between city tree cross since hard start might story saw far sea draw left late run
      """;

  private static final String STEMS =
      """
      elect govern minister president treaty border soldier protest parliament refugee embassy
      peace war attack crisis summit sanction vote campaign reform court police
      team coach season goal match league score champion tournament player defend race medal
      stadium referee transfer final injury record win title club
      market profit share trade invest bank loan tax price inflation economy merger budget debt
      revenue company factory export import wage stock
      software computer network server chip robot phone internet data encrypt browser program
      algorithm satellite telescope vaccine gene battery sensor laser quantum model
      """;

  private static final List<String> ENDINGS = List.of("", "s", "ed", "ing", "er");

  private Vocabulary() {}

  /** Returns each word once, in lower case. */
  static List<String> words() {
    return Stream.concat(
            split(COMMON),
            split(STEMS).flatMap(stem -> ENDINGS.stream().map(ending -> stem + ending)))
        .distinct()
        .toList();
  }

  private static Stream<String> split(String text) {
    return Stream.of(text.strip().split("\\s+", -1));
  }
}
