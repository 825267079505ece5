package org.predictbench.modelserver.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.TestModels;
import org.predictbench.modelserver.servable.SavedModelLoader;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.session.Parallelism;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/** A model that can have no stub model is served all the same. */
class StubModelTest {
  private static final ConfigProto CONFIG = new Parallelism(1, 1).toConfig();

  @TempDir Path dir;

  @Test
  void aSignatureThatTellsNoTypeMakesNone() throws IOException {
    assertThat(hasStubModel(DataType.DT_FLOAT)).isTrue();
    assertThat(hasStubModel(DataType.DT_INVALID)).isFalse();
  }

  private boolean hasStubModel(DataType told) throws IOException {
    Path version = TestModels.identity(dir.resolve(told.name()), TFloat32.class, told);
    SavedModelLoader loader = new SavedModelLoader(CONFIG, Set.of("serve"));
    try (Servable model = loader.load("m", 1, version)) {
      var stubModel = StubModel.of(model, CONFIG);
      stubModel.ifPresent(Servable::close);
      return stubModel.isPresent();
    }
  }
}
