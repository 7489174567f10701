package dev.privateregistry.local.check;

import dev.privateregistry.operator.api.v1alpha1.PrivateRegistry;
import dev.privateregistry.operator.api.v1alpha1.UserSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * The check, in order: an image goes there and back; clients pull and push without pause; meanwhile
 * everything rotates {@value CheckReport#ENOUGH} times, the operator and the registry process are
 * killed once each, and every password that was replaced is tried after its window.
 */
public final class Check {
  private static final int CLIENTS = 8;
  private static final Duration LONGEST = Duration.ofSeconds(68);
  private static final Duration SETTLE = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(150);

  private final RunningSystem system;
  private final Target target;
  private final Path scratch;
  private final Consumer<String> progress;
  private final Instant started = Instant.now();
  private final RequestLog log = new RequestLog();
  private final List<RequestLog.Outage> outages = new CopyOnWriteArrayList<>();
  private final List<String> stillAccepted = new ArrayList<>();
  private Thread fault = Thread.ofVirtual().unstarted(() -> {});
  private int refused;
  private int replaced;

  /**
   * @param target a registry that is ready, with rotation in seconds
   * @param scratch an empty folder
   * @param progress is told what is done
   */
  public Check(RunningSystem system, Target target, Path scratch, Consumer<String> progress) {
    this.system = system;
    this.target = target;
    this.scratch = scratch;
    this.progress = progress;
  }

  /** Prints the table to {@code progress}; returns whether everything holds. */
  public boolean run() throws IOException, InterruptedException, GeneralSecurityException {
    PrivateRegistry registry =
        target.resource().orElseThrow(() -> new IOException("the registry is gone"));
    boolean tls = registry.getSpec().tls().disabled() == null;
    List<String> rotating =
        registry.getSpec().auth().users().stream()
            .filter(user -> user.rotation() != null && user.rotation().every() != null)
            .map(UserSpec::name)
            .toList();
    if (rotating.isEmpty()) {
      throw new IOException("spec.auth.users: the check needs a user with a generated password");
    }
    CredentialWatch credentials = new CredentialWatch(rotating);
    CertificateWatch certificates =
        new CertificateWatch(registry.getSpec().tls().secret() == null && tls);
    credentials.look(target);
    String image = roundTrip(rotating.getFirst(), tls);
    progress.accept("image pushed and pulled with jib: " + image);
    try (Load load = Load.start(target, tls, CLIENTS, credentials, log)) {
      progress.accept(load.clients() + " clients pull and push");
      observe(credentials, certificates, tls);
    }
    settle(credentials, tls);
    fault.join();
    CheckReport report = report(image, credentials, certificates);
    progress.accept("done");
    progress.accept("\n" + report.table());
    return report.shortcomings().isEmpty();
  }

  private String roundTrip(String user, boolean tls)
      throws IOException, InterruptedException, GeneralSecurityException {
    if (tls) {
      // jib takes whom to trust from the process
      SSLContext.setDefault(trust());
    }
    String password =
        target.publishedPassword(user).orElseThrow(() -> new IOException("no password published"));
    return new ImageRoundTrip(scratch).run(target, new Credential(user, password, null));
  }

  /** Watches rotations, and strikes when a third and two thirds of them are done. */
  private void observe(CredentialWatch credentials, CertificateWatch certificates, boolean tls)
      throws InterruptedException {
    boolean operatorKilled = false;
    boolean registryKilled = false;
    while (Instant.now().isBefore(started.plus(LONGEST))) {
      credentials.look(target);
      certificates.look(target);
      tryRetired(credentials, tls);
      int least = least(credentials, certificates);
      if (!operatorKilled && least >= 1) {
        operatorKilled = true;
        progress.accept("operator killed");
        system.killOperator();
      }
      if (!registryKilled && least >= 3) {
        registryKilled = true;
        fault = Thread.ofVirtual().name("fault").start(() -> killRegistry(tls));
      }
      if (operatorKilled && registryKilled && least >= CheckReport.ENOUGH) {
        return;
      }
      Thread.sleep(LOOK);
    }
  }

  private static int least(CredentialWatch credentials, CertificateWatch certificates) {
    int passwords =
        credentials.users().stream()
            .map(credentials::rotations)
            .min(Comparator.naturalOrder())
            .orElse(0);
    return certificates.rotates() ? Math.min(passwords, certificates.rotations()) : passwords;
  }

  /** The rotations go on, and are watched, while the process is away. */
  private void killRegistry(boolean tls) {
    List<Long> processes = target.processes();
    Instant killed = Instant.now();
    processes.stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(ProcessHandle::destroyForcibly);
    progress.accept("registry process killed: pid " + processes);
    if (!processes.isEmpty()
        && poll(Duration.ofSeconds(20), () -> isNew(processes) && answers(tls) && answers(tls))) {
      Instant now = Instant.now();
      outages.add(new RequestLog.Outage(killed, now));
      progress.accept("registry is back after " + Duration.between(killed, now).toMillis() + " ms");
    }
  }

  private boolean isNew(List<Long> killed) {
    List<Long> running = target.processes();
    return !running.isEmpty() && running.stream().noneMatch(killed::contains);
  }

  private boolean answers(boolean tls) {
    try {
      return tryPassword(new Credential("nobody", "nothing", null), tls) == 401;
    } catch (IOException | GeneralSecurityException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void tryRetired(CredentialWatch credentials, boolean tls) throws InterruptedException {
    for (CredentialWatch.Retired old : credentials.due(Instant.now())) {
      try {
        int status = tryPassword(new Credential(old.user(), old.password(), null), tls);
        if (status == 401) {
          refused++;
        } else {
          stillAccepted.add(old.user() + ": status " + status + " after " + old.refusedFrom());
        }
      } catch (IOException | GeneralSecurityException e) {
        credentials.tryLater(old);
      }
    }
  }

  /** Waits until the passwords that were replaced so far are past their windows and were tried. */
  private void settle(CredentialWatch credentials, boolean tls) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    replaced = credentials.users().stream().mapToInt(credentials::rotations).sum();
    while (refused + stillAccepted.size() < replaced && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
      credentials.look(target);
      tryRetired(credentials, tls);
    }
  }

  private int tryPassword(Credential credential, boolean tls)
      throws IOException, InterruptedException, GeneralSecurityException {
    try (var connection =
        new RegistryConnection(
            target,
            tls ? trust() : null,
            HttpClient.Version.HTTP_1_1,
            credential,
            new RequestLog())) {
      return connection.login();
    }
  }

  private SSLContext trust() throws IOException, GeneralSecurityException {
    return Trust.of(
        target.publishedAuthority().orElseThrow(() -> new IOException("no ca.crt published")));
  }

  private CheckReport report(
      String image, CredentialWatch credentials, CertificateWatch certificates) {
    List<RequestLog.Failure> excused = new ArrayList<>();
    List<RequestLog.Failure> failed = new ArrayList<>();
    for (RequestLog.Failure failure : log.failures()) {
      boolean down = outages.stream().anyMatch(outage -> outage.touches(failure));
      (down ? excused : failed).add(failure);
    }
    Map<String, Integer> rotations = new TreeMap<>();
    credentials.users().forEach(user -> rotations.put(user, credentials.rotations(user)));
    return new CheckReport(
        image,
        new CheckReport.Traffic(CLIENTS, log, excused, failed),
        rotations,
        new CheckReport.Certificates(
            certificates.rotates(), certificates.rotations(), log.serials()),
        new CheckReport.Refusals(replaced, refused, stillAccepted),
        new CheckReport.Faults(
            system.operatorRestarts(), outages, Duration.between(started, Instant.now())));
  }

  private static boolean poll(Duration longest, BooleanSupplier condition) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (System.nanoTime() < deadline) {
      if (condition.getAsBoolean()) {
        return true;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return false;
  }
}
