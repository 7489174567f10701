package dev.privateregistry.registry.app;

import java.io.PrintStream;
import java.util.List;

/** Why the registry does not start: messages for a person, each with the remedy. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  private final List<String> messages;

  public StartFailure(List<String> messages) {
    super(String.join("\n", messages));
    this.messages = List.copyOf(messages);
  }

  public StartFailure(String message) {
    this(List.of(message));
  }

  public List<String> messages() {
    return messages;
  }

  /** Tells the person at the command line. */
  void tell(PrintStream err) {
    messages.forEach(message -> err.println("registry-server: " + message));
  }
}
