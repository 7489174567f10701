package dev.privateregistry.registry.observe;

/** Calls of a storage driver, named as in distribution. */
enum StorageAction {
  STAT("Stat"),
  GET_CONTENT("GetContent"),
  READER("Reader"),
  PUT_CONTENT("PutContent"),
  WRITER("Writer"),
  MOVE("Move"),
  DELETE("Delete"),
  LIST("List");

  private final String label;

  StorageAction(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Told of every call. */
  interface Observer {
    /** A call begins on this thread. */
    Running begin(StorageAction action, String path);
  }

  /** A call under way. */
  interface Running {
    /**
     * It is over.
     *
     * @param failed whether it threw
     */
    void end(boolean failed);
  }
}
