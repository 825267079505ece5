package org.predictbench.modelserver.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.predictbench.serving.full.ModelServerConfig;

class TextParserTest {
  @Test
  void aFieldThatIsNotRepeatedIsGivenOnce() {
    assertThatThrownBy(() -> parse("model_config_list { config { name: \"m\" name: \"n\" } }"))
        .hasMessage(
            "Error parsing text-format tensorflow.serving.ModelServerConfig: 1:44: Non-repeated"
                + " field \"name\" is specified multiple times.");
    assertThatThrownBy(() -> parse("model_config_list {}\nmodel_config_list {}"))
        .hasMessageContaining("\"model_config_list\" is specified multiple times.");
  }

  @Test
  void repeatedFieldsAreGivenAsOftenAsYouLike() throws TextParser.MalformedException {
    assertThat(parse("model_config_list { config {} config {} }").getModelConfigList())
        .extracting(list -> list.getConfigCount())
        .isEqualTo(2);
  }

  @Test
  void commentsHoldAnyBytes() throws TextParser.MalformedException {
    ModelServerConfig config =
        parse("# caf\u00e9\nmodel_config_list { config { name: \"m\" } } # \u00ff");

    assertThat(config.getModelConfigList().getConfig(0).getName()).isEqualTo("m");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "no_such_field { ".repeat(200_000);
    assertThatThrownBy(() -> parse(deep)).isInstanceOf(TextParser.MalformedException.class);
    String lists = "model_config_list: " + "[".repeat(200_000);
    assertThatThrownBy(() -> parse(lists)).isInstanceOf(TextParser.MalformedException.class);
  }

  /** Parses a text of Latin-1. */
  private static ModelServerConfig parse(String text) throws TextParser.MalformedException {
    ModelServerConfig.Builder config = ModelServerConfig.newBuilder();
    new TextParser().parse(text.getBytes(StandardCharsets.ISO_8859_1), config);
    return config.build();
  }
}
