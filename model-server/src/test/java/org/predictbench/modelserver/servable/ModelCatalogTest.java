package org.predictbench.modelserver.servable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.predictbench.modelserver.FakeServable;
import org.predictbench.serving.full.ModelSpec;

class ModelCatalogTest {
  private final ModelCatalog catalog = new ModelCatalog();

  @Test
  void findsByVersionByLabelAndOtherwiseTheLatest() {
    publish(1);
    publish(3);
    publish(2);
    catalog.assignLabels(Map.of("m", Map.of("stable", 2L)));

    assertThat(version(spec())).isEqualTo(3);
    assertThat(version(numbered(1))).isEqualTo(1);
    assertThat(version(labelled("stable"))).isEqualTo(2);
  }

  @Test
  void refusesWhatIsNotThereInTensorFlowServingsWords() {
    publish(1);

    assertThatThrownBy(() -> catalog.hold(false, ModelSpec.getDefaultInstance()))
        .hasMessage("Missing ModelSpec");
    assertThatThrownBy(() -> catalog.hold(ModelSpec.getDefaultInstance()))
        .hasMessage("ModelSpec has no name specified.");
    assertThatThrownBy(() -> catalog.hold(ModelSpec.newBuilder().setName("n").build()))
        .hasMessage("Servable not found for request: Latest(n)");
    assertThatThrownBy(() -> version(numbered(7)))
        .hasMessage("Servable not found for request: Specific(m, 7)");
    assertThatThrownBy(() -> version(labelled("canary")))
        .hasMessage("Unrecognized servable version label: canary");
  }

  @Test
  void newLabelsReplaceTheOld() {
    catalog.assignLabels(Map.of("m", Map.of("stable", 1L)));
    catalog.assignLabels(Map.of("m", Map.of("canary", 2L)));

    assertThat(catalog.version("m", "stable")).isEmpty();
    assertThat(catalog.version("m", "canary")).contains(2L);
  }

  @Test
  void aWithdrawnVersionIsNotFoundButStaysForTheCallUnderWay() {
    ServableHandle handle = publish(1);
    ServableHandle call = catalog.hold(spec());

    catalog.withdraw(handle);
    handle.close();

    assertThatThrownBy(() -> catalog.hold(spec())).hasMessageContaining("Servable not found");
    assertThat(FakeServable.isClosed(call.servable())).isFalse();
    call.close();
    assertThat(FakeServable.isClosed(call.servable())).isTrue();
  }

  @Test
  void withdrawingTheOldHandleKeepsTheNewOneOfTheSameVersion() {
    ServableHandle old = publish(1);
    ServableHandle reloaded = publish(1);

    catalog.withdraw(old);

    try (ServableHandle call = catalog.hold(numbered(1))) {
      assertThat(call).isSameAs(reloaded);
    }
  }

  @Test
  void aSwapNeverLeavesACallWithoutAModel() throws Exception {
    ServableHandle current = publish(1);
    AtomicBoolean swapping = new AtomicBoolean(true);
    CompletableFuture<Long> calls = CompletableFuture.supplyAsync(() -> callWhile(swapping));

    for (long version = 2; version < 5000; version++) {
      ServableHandle next = publish(version);
      catalog.withdraw(current);
      current.close();
      current = next;
    }
    swapping.set(false);

    assertThat(calls.get(30, TimeUnit.SECONDS)).isPositive();
  }

  private long callWhile(AtomicBoolean swapping) {
    long calls = 0;
    do {
      try (ServableHandle call = catalog.hold(spec())) {
        assertThat(FakeServable.isClosed(call.servable())).isFalse();
        calls++;
      }
    } while (swapping.get());
    return calls;
  }

  private ServableHandle publish(long version) {
    ServableHandle handle = new ServableHandle(FakeServable.of("m", version));
    catalog.publish(handle);
    return handle;
  }

  private long version(ModelSpec spec) {
    try (ServableHandle handle = catalog.hold(spec)) {
      return handle.servable().version();
    }
  }

  private static ModelSpec spec() {
    return ModelSpec.newBuilder().setName("m").build();
  }

  private static ModelSpec numbered(long version) {
    ModelSpec.Builder spec = spec().toBuilder();
    spec.getVersionBuilder().setValue(version);
    return spec.build();
  }

  private static ModelSpec labelled(String label) {
    return spec().toBuilder().setVersionLabel(label).build();
  }
}
