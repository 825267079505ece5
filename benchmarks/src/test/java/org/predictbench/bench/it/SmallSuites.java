package org.predictbench.bench.it;

/** Suites that take seconds. */
final class SmallSuites {
  static final String WITHOUT_SERVER =
      """
      name: serverless
      question: Does a killed run go on?
      model: fixed-reply
      batch_size: 1
      rounds: 3
      warmup: 100ms
      measure: 200ms
      slice: 100ms
      baseline: own
      control: own-again
      max_control_half_width: 1000
      tolerance: 0.001
      cells:
        - {name: own, kind: encode, client: {encoding: direct, protos: none}}
        - {name: own-again, kind: encode, client: {encoding: direct, protos: none}}
      """;

  /** A server and two forks, for what happens to a run from outside. */
  static final String TWO_CELLS =
      """
      name: small
      question: What becomes of a run that does not come to its end?
      model: fixed-reply
      batch_size: 1
      rounds: 50
      warmup: 100ms
      measure: 200ms
      baseline: naive
      control: naive-again
      max_control_half_width: 1000
      tolerance: 0.001
      cells:
        - {name: naive, client: {reuse: channel-per-call}, server: native-tuned}
        - {name: naive-again, client: {reuse: channel-per-call}, server: native-tuned}
      """;

  static final String FOUR_CELLS =
      """
      name: small
      question: Does a suite run from end to end?
      model: fixed-reply
      batch_size: 1
      rounds: 2
      warmup: 100ms
      measure: 200ms
      baseline: naive
      control: naive-again
      max_control_half_width: 1000
      tolerance: 0.001
      cells:
        - name: naive
          step: "naive"
          client: {reuse: channel-per-call}
          server: native-tuned
        - name: naive-again
          step: "A/A control"
          client: {reuse: channel-per-call}
          server: native-tuned
        - name: best
          step: "best"
          client: {reuse: shared, transport: netty-uds, encoding: tensor-content-wrap, protos: slim}
          server: native-tuned
        - name: session-run
          step: "Session.run alone"
          server: native-tuned
          kind: session-run
      """;

  private SmallSuites() {}
}
