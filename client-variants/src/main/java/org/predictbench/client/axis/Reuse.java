package org.predictbench.client.axis;

/** What a client keeps from one call to the next. */
public enum Reuse implements Axis {
  CHANNEL_PER_CALL(0, "opens a channel, makes a stub, calls, and shuts the channel down again"),
  STUB_PER_CALL(1, "keeps the channel, makes a new stub for each call"),
  SHARED(1, "keeps one channel and one stub for all callers"),
  POOL_2(2, "keeps 2 channels with a stub each, calls them in turn"),
  POOL_4(4, "keeps 4 channels with a stub each, calls them in turn"),
  POOL_8(8, "keeps 8 channels with a stub each, calls them in turn");

  private final int channels;
  private final String description;

  Reuse(int channels, String description) {
    this.channels = channels;
    this.description = description;
  }

  @Override
  public String description() {
    return description;
  }

  /** How many channels live as long as the client. */
  public int channels() {
    return channels;
  }
}
