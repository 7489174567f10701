package dev.privateregistry.registry.gc;

/** Is told what happens, in lines for a person. */
public interface Journal {
  /** What is being done. */
  void progress(String line);

  /** What was found out of order and passed over. */
  void problem(String line);
}
