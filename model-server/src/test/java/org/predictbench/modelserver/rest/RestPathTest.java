package org.predictbench.modelserver.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.predictbench.serving.full.ModelSpec;

class RestPathTest {
  @ParameterizedTest
  @CsvSource({
    "POST, /v1/models/m:predict, m, , , predict",
    "POST, /v1/models/m/versions/12:classify, m, 12, , classify",
    "POST, /v1/models/m/labels/stable:regress, m, , stable, regress",
    "POST, /V1/Models/m:predict, m, , , predict",
    "GET, /v1/models/m/METADATA, m, , , ''",
    "POST, /v1/models/a%2Fb+c:predict, a/b+c, , , predict",
    "GET, /v1/models/m, m, , , ''",
    "GET, /v1/models/m/versions/3, m, 3, , ''",
    "GET, /v1/models/m/metadata, m, , , metadata",
    "GET, /v1/models/m/versions/3/metadata, m, 3, , metadata",
    "GET, /v1/models/m/labels/l/metadata, m, , l, metadata",
    "GET, /v1/models, '', , , ''",
  })
  void readsNameVersionLabelAndVerb(
      String method, String path, String name, Long version, String label, String verb) {
    RestPath read = RestPath.of(method, path).orElseThrow();

    ModelSpec spec = read.spec();
    assertThat(spec.getName()).isEqualTo(name);
    assertThat(spec.hasVersion() ? spec.getVersion().getValue() : null).isEqualTo(version);
    assertThat(spec.hasVersionLabel() ? spec.getVersionLabel() : null).isEqualTo(label);
    assertThat(read.verb()).isEqualTo(verb);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/models/m:predict",
    "POST, /v1/models/m",
    "PUT, /v1/models/m:predict",
    "POST, /v1/models/m:explain",
    "POST, /v1/models/m:PREDICT",
    "POST, /v1/models/m/versions/x:predict",
    "POST, /v1/models/:predict",
    "GET, /v1/models/m/versions/3/labels/l",
    "GET, /v1/elsewhere",
  })
  void fitsNoOtherCall(String method, String path) {
    assertThat(RestPath.of(method, path)).isEmpty();
  }

  @Test
  void refusesAVersionThatIsNoLongAndABrokenEscape() {
    assertThatThrownBy(() -> RestPath.of("GET", "/v1/models/m/versions/99999999999999999999"))
        .hasMessage("Failed to convert version: 99999999999999999999 to numeric.");
    assertThatThrownBy(() -> RestPath.of("GET", "/v1/models/%zz"))
        .hasMessage("Failed to decode model name:%zz");
    assertThatThrownBy(() -> RestPath.of("GET", "/v1/models/m/labels/%z"))
        .hasMessage("Failed to decode model version label:%z");
  }

  @Test
  void theApiStartsWithItsVersion() {
    assertThat(RestPath.isApi("/v1/anything")).isTrue();
    assertThat(RestPath.isApi("/V1/anything")).isTrue();
    assertThat(RestPath.isApi("/v2/models")).isFalse();
    assertThat(RestPath.isApi("/")).isFalse();
  }
}
