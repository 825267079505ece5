package org.predictbench.client.axis;

/** The kinds of address at which a server can be reached. */
public enum TargetKind {
  TCP("HOST:PORT"),
  TLS("tls:HOST:PORT"),
  UNIX("unix:PATH"),
  IN_PROCESS("in-process:NAME");

  private final String form;

  TargetKind(String form) {
    this.form = form;
  }

  /** The form in which users write such a target. */
  public String form() {
    return form;
  }
}
