package org.predictbench.bench.record;

/**
 * Sees the messages of one call go by. Called on the call's path, by more than one thread, and not
 * in any order between the two directions; it must neither wait nor throw.
 */
interface CallObserver {
  /** Looks away. */
  CallObserver NONE =
      new CallObserver() {
        @Override
        public void onRequest(Message request, String encoding) {}

        @Override
        public void onReply(Message reply, String encoding) {}

        @Override
        public void onClose(boolean ok) {}
      };

  /**
   * The caller's next message was passed on.
   *
   * @param encoding of the caller's compressed messages
   */
  void onRequest(Message request, String encoding);

  /** The target's next message was passed on. */
  void onReply(Message reply, String encoding);

  /**
   * The call is over. Comes once, whatever happened; a request may still come after it.
   *
   * @param ok whether the target answered it with status OK
   */
  void onClose(boolean ok);
}
