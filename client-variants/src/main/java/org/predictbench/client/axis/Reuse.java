package org.predictbench.client.axis;

/** What a client keeps from one call to the next. */
public enum Reuse implements Axis {
  CHANNEL_PER_CALL(
      0, false, "opens a channel, makes a stub, calls, and shuts the channel down again"),
  STUB_PER_CALL(1, false, "keeps the channel, makes a new stub for each call"),
  SHARED(1, true, "keeps one channel and one stub for all callers"),
  POOL_2(2, true, "keeps 2 channels with a stub each, calls them in turn"),
  POOL_4(4, true, "keeps 4 channels with a stub each, calls them in turn"),
  POOL_8(8, true, "keeps 8 channels with a stub each, calls them in turn");

  private final int channels;
  private final boolean keepsStub;
  private final String description;

  Reuse(int channels, boolean keepsStub, String description) {
    this.channels = channels;
    this.keepsStub = keepsStub;
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  /** Whether callers share the stub that a channel has, too. */
  public boolean keepsStub() {
    return keepsStub;
  }

  /** How many channels live as long as the client. */
  public int channels() {
    return channels;
  }
}
