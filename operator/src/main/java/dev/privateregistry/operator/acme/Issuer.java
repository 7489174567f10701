package dev.privateregistry.operator.acme;

import dev.privateregistry.operator.decide.OrderWish;
import java.util.function.Consumer;

/** Performs one order. */
interface Issuer {
  /**
   * Places an order, or goes on with one, and proves the names; takes seconds to minutes.
   *
   * @param placed told where the order is at the server
   * @return the certificate and its intermediates, PEM
   */
  String issue(OrderWish wish, Consumer<String> placed) throws OrderFailure, InterruptedException;
}
