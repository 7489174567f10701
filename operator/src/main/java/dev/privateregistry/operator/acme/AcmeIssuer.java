package dev.privateregistry.operator.acme;

import dev.privateregistry.operator.decide.OrderWish;
import dev.privateregistry.operator.tls.KeyPairs;
import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders from an ACME server (RFC 8555); the names are proved by records in the DNS. */
final class AcmeIssuer implements Issuer {
  private static final Logger LOG = LoggerFactory.getLogger(AcmeIssuer.class);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public String issue(OrderWish wish, Consumer<String> placed)
      throws OrderFailure, InterruptedException {
    try {
      OrderWish.Account account = wish.account();
      Session session =
          new Session(URI.create(account.server()), AcmeConnection.trusting(account.authorities()));
      try (HttpClient open = session.getHttpClient()) {
        Login login =
            new AccountBuilder()
                .agreeToTermsOfService()
                .addEmail(account.email())
                .useKeyPair(KeyPairs.read(account.key()))
                .createLogin(session);
        String chain = issue(login, wish, placed);
        open.shutdownNow();
        return chain;
      }
    } catch (AcmeRateLimitedException limited) {
      throw new OrderFailure(reason(limited), limited.getRetryAfter(), limited);
    } catch (AcmeException | AcmeLazyLoadingException | IOException failed) {
      throw new OrderFailure(reason(failed), Optional.empty(), failed);
    }
  }

  private static String issue(Login login, OrderWish wish, Consumer<String> placed)
      throws AcmeException, IOException, OrderFailure, InterruptedException {
    Order order = goOn(login, wish);
    if (order == null) {
      order = login.newOrder().domains(wish.names()).create();
    }
    placed.accept(order.getLocation().toString());
    if (order.getStatus() == Status.PENDING) {
      DynamicZone zone = new DynamicZone(wish.proof(), PATIENCE);
      for (Authorization authorization : order.getAuthorizations()) {
        prove(authorization, zone);
      }
      require(order.waitUntilReady(PATIENCE), order.getError());
    }
    if (order.getStatus() == Status.READY) {
      order.execute(KeyPairs.read(wish.key()));
    }
    require(order.waitForCompletion(PATIENCE), order.getError());
    StringWriter chain = new StringWriter();
    order.getCertificate().writeCertificate(chain);
    return chain.toString();
  }

  /** The order that was placed before, unless it has come to nothing. */
  private static @Nullable Order goOn(Login login, OrderWish wish) {
    if (wish.place().isEmpty()) {
      return null;
    }
    try {
      Order order = login.bindOrder(URI.create(wish.place().get()).toURL());
      order.fetch();
      return EnumSet.of(Status.INVALID, Status.REVOKED, Status.EXPIRED).contains(order.getStatus())
          ? null
          : order;
    } catch (AcmeException | MalformedURLException | IllegalArgumentException unknown) {
      LOG.info("{}: the order placed before is not used: {}", wish, unknown.getMessage());
      return null;
    }
  }

  private static void prove(Authorization authorization, DynamicZone zone)
      throws AcmeException, OrderFailure, InterruptedException {
    if (authorization.getStatus() == Status.VALID) {
      return;
    }
    Dns01Challenge challenge =
        authorization
            .findChallenge(Dns01Challenge.class)
            .orElseThrow(() -> new OrderFailure("the ACME server does not offer DNS-01"));
    String name = challenge.getRRName(authorization.getIdentifier());
    String text = challenge.getDigest();
    zone.add(name, text);
    try {
      challenge.trigger();
      require(authorization.waitForCompletion(PATIENCE), challenge.getError());
    } finally {
      cleanUp(zone, name, text);
    }
  }

  private static void cleanUp(DynamicZone zone, String name, String text) {
    try {
      zone.remove(name, text);
    } catch (OrderFailure left) {
      LOG.warn("the record {} stays: {}", name, left.reason());
    }
  }

  private static void require(Status found, Optional<Problem> problem) throws OrderFailure {
    if (found != Status.VALID && found != Status.READY) {
      throw new OrderFailure(
          problem
              .map(AcmeIssuer::reason)
              .orElse(
                  "the ACME server answers '" + found + "' after " + PATIENCE.toSeconds() + " s"));
    }
  }

  private static String reason(Exception failed) {
    Throwable root = failed;
    while (root.getCause() != null && !(root instanceof AcmeServerException)) {
      root = root.getCause();
    }
    if (root instanceof AcmeServerException answered) {
      return "the ACME server refuses: " + reason(answered.getProblem());
    }
    return failed instanceof AcmeNetworkException
        ? "the ACME server cannot be reached: " + root
        : String.valueOf(failed.getMessage());
  }

  private static String reason(Problem problem) {
    return problem.getDetail().or(problem::getTitle).orElse(problem.getType().toString());
  }
}
