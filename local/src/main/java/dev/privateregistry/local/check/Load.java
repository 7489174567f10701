package dev.privateregistry.local.check;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Clients that pull and push without pause. Before each pull or push a client reads the password
 * and the certificate authority anew, as a person or a pipeline would; one time in three it uses
 * the password before, while that is still promised.
 */
final class Load implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** How long before the end of its window a client still starts to use an old password. */
  private static final Duration MARGIN = Duration.ofMillis(1500);

  private final Target target;
  private final boolean tls;
  private final CredentialWatch credentials;
  private final RequestLog log;
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean stopping;

  private Load(Target target, boolean tls, CredentialWatch credentials, RequestLog log) {
    this.target = target;
    this.tls = tls;
    this.credentials = credentials;
    this.log = log;
  }

  static Load start(
      Target target, boolean tls, int clients, CredentialWatch credentials, RequestLog log) {
    Load load = new Load(target, tls, credentials, log);
    for (int i = 0; i < clients; i++) {
      int number = i;
      load.clients.add(Thread.ofVirtual().name("client-" + i).start(() -> load.run(number)));
    }
    return load;
  }

  int clients() {
    return clients.size();
  }

  /** Lets every client finish what it is at. */
  @Override
  public void close() throws InterruptedException {
    stopping = true;
    for (Thread client : clients) {
      client.join();
    }
  }

  private void run(int number) {
    Random random = new Random(number);
    List<String> users = credentials.users();
    String tag = "client-" + number;
    boolean pushed = false;
    for (int turn = 0; !stopping; turn++) {
      String user = users.get((number + turn) % users.size());
      boolean push = !pushed || turn % 3 == 0;
      boolean done = once(user, push, tag, turn, random);
      pushed = pushed || (done && push);
      pause();
    }
  }

  private boolean once(String user, boolean push, String tag, int turn, Random random) {
    Instant began = Instant.now();
    Credential credential = null;
    try {
      credential = choose(user, turn);
      SSLContext trust = tls ? Trust.of(read(target.publishedAuthority(), "ca.crt")) : null;
      var version = turn % 2 == 0 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
      try (var connection = new RegistryConnection(target, trust, version, credential, log)) {
        if (push) {
          connection.push("check/load", tag, random);
        } else {
          connection.pull("check/load", tag);
        }
      }
      log.done(push, credential.isPrevious());
      return true;
    } catch (IOException | GeneralSecurityException e) {
      log.failed(
          new RequestLog.Failure(
              began, Instant.now(), describe(user, credential) + ": " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private Credential choose(String user, int turn) throws IOException {
    if (turn % 3 == 2) {
      var previous = credentials.previous(user, MARGIN);
      if (previous.isPresent()) {
        return previous.get();
      }
    }
    return new Credential(user, read(target.publishedPassword(user), "password"), null);
  }

  private static String describe(String user, @Nullable Credential credential) {
    if (credential != null && credential.isPrevious()) {
      return user + " with the password before, promised until " + credential.validUntil();
    }
    return user;
  }

  private static String read(Optional<String> value, String what) throws IOException {
    return value.orElseThrow(() -> new IOException("the published " + what + " is missing"));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
