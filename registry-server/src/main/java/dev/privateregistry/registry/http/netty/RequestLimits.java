package dev.privateregistry.registry.http.netty;

/**
 * How large the head of a request may be.
 *
 * @param headBytes request line and all field lines together; beyond: 431
 * @param targetBytes the request target; beyond: 414
 * @param fields number of field lines; beyond: 431
 */
public record RequestLimits(int headBytes, int targetBytes, int fields) {
  public RequestLimits {
    if (targetBytes < 1 || fields < 1 || headBytes < targetBytes) {
      throw new IllegalArgumentException(
          "head of " + headBytes + " bytes, target of " + targetBytes + ", fields " + fields);
    }
  }

  public static RequestLimits defaults() {
    return new RequestLimits(32 * 1024, 16 * 1024, 128);
  }
}
