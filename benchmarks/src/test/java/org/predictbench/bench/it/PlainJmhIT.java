package org.predictbench.bench.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a JMH jar. */
class PlainJmhIT {
  @TempDir Path folder;

  @Test
  void jmhCallsGoThroughToJmh() throws Exception {
    BuiltJar jar = new BuiltJar(folder);
    assertThat(jar.run("-l").output()).contains("org.predictbench.bench.PredictBenchmark.predict");
    assertThat(jar.run("-h").output()).contains("-prof");
    assertThat(jar.run("-lp").output()).contains("-p call=blocking,future,async");
    jar.refuses("unknown encoding 'nosuch'", "PredictBenchmark", "-p", "encoding=nosuch");
    Path json = folder.resolve("jmh.json");
    BuiltJar.Outcome outcome =
        jar.run(
            "PredictBenchmark",
            "-p",
            "model=fixed-reply",
            "-p",
            "encoding=float-val",
            "-f",
            "1",
            "-wi",
            "1",
            "-w",
            "200ms",
            "-i",
            "1",
            "-r",
            "300ms",
            "-prof",
            "gc",
            "-rf",
            "json",
            "-rff",
            json.toString());
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output()).contains("gc.alloc.rate.norm");
    assertThat(Files.readString(json)).contains("\"encoding\" : \"FLOAT_VAL\"");
  }
}
