package dev.privateregistry.registry.http.netty;

/** Working space of one event loop, lent to one of its connections at a time. */
final class LoopScratch {
  private final DateLine date = new DateLine();
  private final HeadEncoder heads = new HeadEncoder(date);
  private final FieldNames fieldNames = new FieldNames();
  private final byte[] bytes;

  LoopScratch(int headBytes) {
    this.bytes = new byte[headBytes];
  }

  DateLine date() {
    return date;
  }

  HeadEncoder heads() {
    return heads;
  }

  FieldNames fieldNames() {
    return fieldNames;
  }

  /** Room for the largest request head allowed. */
  byte[] bytes() {
    return bytes;
  }
}
