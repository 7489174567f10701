package dev.privateregistry.registry.acme;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.util.KeyPairUtils;

/** An ACME server (RFC 8555) as the authority. A connection lasts as long as one order. */
final class AcmeServer implements Authority {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Of an RSA key, which is what the library signs proofs with. */
  private static final int PROOF_KEY_BITS = 2048;

  private final URI directory;
  private final Optional<String> email;
  private final Account account;
  private final Optional<Path> authority;

  /**
   * @param account it is registered when the server does not know it
   * @param authority PEM file of who certifies the server, beside the system's
   */
  AcmeServer(URI directory, Optional<String> email, Account account, Optional<Path> authority) {
    this.directory = directory;
    this.email = email;
    this.account = account;
    this.authority = authority;
  }

  /** Who orders. */
  interface Account {
    /** The same at every call. */
    KeyPair key() throws IOException;
  }

  /** What is done with a connection. */
  private interface Work<T> {
    T in(Login login) throws AcmeException, IssueFailure, InterruptedException;
  }

  private <T> T connected(Work<T> work) throws IssueFailure, InterruptedException {
    try {
      Session session = new Session(directory, AcmeConnection.trusting(authority));
      try (HttpClient open = session.getHttpClient()) {
        AccountBuilder registration =
            new AccountBuilder().agreeToTermsOfService().useKeyPair(account.key());
        email.ifPresent(registration::addEmail);
        T result = work.in(registration.createLogin(session));
        open.shutdownNow();
        return result;
      }
    } catch (AcmeRateLimitedException limited) {
      throw new IssueFailure(reason(limited), limited.getRetryAfter(), limited);
    } catch (AcmeException failed) {
      throw new IssueFailure(reason(failed), Optional.empty(), failed);
    } catch (AcmeLazyLoadingException late) {
      throw new IssueFailure(reason(late), Optional.empty(), late);
    } catch (IOException unusable) {
      throw new IssueFailure(String.valueOf(unusable.getMessage()), Optional.empty(), unusable);
    }
  }

  @Override
  public Issued order(String host, TlsPort port) throws IssueFailure, InterruptedException {
    return connected(login -> order(login, host, port));
  }

  private static Issued order(Login login, String host, TlsPort port)
      throws AcmeException, IssueFailure, InterruptedException {
    Order order = login.newOrder().domain(host).create();
    for (Authorization authorization : order.getAuthorizations()) {
      authorize(authorization, host, port);
    }
    require(Status.READY, order.waitUntilReady(PATIENCE), order.getError());
    KeyPair keys = CertificateCache.newKeys();
    order.execute(keys);
    require(Status.VALID, order.waitForCompletion(PATIENCE), order.getError());
    List<X509Certificate> chain = order.getCertificate().getCertificateChain();
    return new Issued(keys, chain);
  }

  private static void authorize(Authorization authorization, String host, TlsPort port)
      throws AcmeException, IssueFailure, InterruptedException {
    if (authorization.getStatus() == Status.VALID) {
      return;
    }
    TlsAlpn01Challenge challenge =
        authorization
            .findChallenge(TlsAlpn01Challenge.class)
            .orElseThrow(() -> new IssueFailure("the ACME server does not offer TLS-ALPN-01"));
    KeyPair keys = KeyPairUtils.createKeyPair(PROOF_KEY_BITS);
    try {
      port.prove(
          host,
          challenge.createCertificate(keys, authorization.getIdentifier()),
          keys.getPrivate());
      challenge.trigger();
      Status status = authorization.waitForCompletion(PATIENCE);
      require(Status.VALID, status, challenge.getError());
    } catch (IOException unusable) {
      throw new IssueFailure(String.valueOf(unusable.getMessage()), Optional.empty(), unusable);
    } finally {
      port.proved(host);
    }
  }

  private static void require(Status wanted, Status found, Optional<Problem> problem)
      throws IssueFailure {
    if (found != wanted && found != Status.VALID) {
      throw new IssueFailure(
          problem
              .map(AcmeServer::reason)
              .orElse(
                  "the ACME server answers '" + found + "' after " + PATIENCE.toSeconds() + " s"));
    }
  }

  @Override
  public Optional<Instant> wishedRenewal(X509Certificate certificate, double chance)
      throws InterruptedException {
    try {
      return connected(login -> wishedRenewal(login, certificate, chance));
    } catch (IssueFailure | RuntimeException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> wishedRenewal(
      Login login, X509Certificate certificate, double chance) throws AcmeException {
    if (login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
      return Optional.empty();
    }
    RenewalInfo info = login.bindRenewalInfo(certificate);
    Instant start = info.getSuggestedWindowStart();
    long window = Duration.between(start, info.getSuggestedWindowEnd()).toMillis();
    return Optional.of(start.plusMillis((long) (window * chance)));
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
