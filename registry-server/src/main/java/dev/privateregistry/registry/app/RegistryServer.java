package dev.privateregistry.registry.app;

import dev.privateregistry.registry.blob.Uploads;
import dev.privateregistry.registry.config.Configuration;
import dev.privateregistry.registry.config.HttpConfig;
import dev.privateregistry.registry.gc.Housekeeping;
import dev.privateregistry.registry.http.ExchangeObserver;
import dev.privateregistry.registry.http.Handler;
import dev.privateregistry.registry.http.handler.RegistryApi;
import dev.privateregistry.registry.http.netty.HttpServer;
import dev.privateregistry.registry.http.netty.ServerOptions;
import dev.privateregistry.registry.notification.Notifier;
import dev.privateregistry.registry.observe.AccessLog;
import dev.privateregistry.registry.observe.DebugEndpoints;
import dev.privateregistry.registry.observe.Health;
import dev.privateregistry.registry.observe.Metrics;
import dev.privateregistry.registry.observe.Observers;
import dev.privateregistry.registry.observe.ServerStatus;
import dev.privateregistry.registry.storage.StorageDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running registry: everything wired together, from start to stop. */
public final class RegistryServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryServer.class);

  private final Configuration config;
  private final Parts parts;
  private final ServerStatus.Program program;
  private final String configFingerprint;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final HttpServer server;
  private final Optional<HttpServer> debug;
  private volatile boolean draining;

  /** What a server is made of. */
  private record Parts(
      Storage storage,
      Health health,
      Authentication authentication,
      Optional<ServerTls> tls,
      Optional<Notifier> notifier,
      Optional<Traces> traces,
      Metrics metrics) {}

  private RegistryServer(Configuration config, String configFingerprint, String version)
      throws StartFailure {
    this.config = config;
    this.configFingerprint = configFingerprint;
    this.program = new ServerStatus.Program(version, Instant.now());
    try {
      this.parts = openParts();
      this.server = startServer();
      this.debug = startDebug();
    } catch (StartFailure | RuntimeException e) {
      closeAll();
      throw e;
    }
  }

  /**
   * Starts to serve.
   *
   * @param configFingerprint for the status endpoint
   * @throws StartFailure saying what to do; nothing is left running then
   */
  public static RegistryServer start(Configuration config, String configFingerprint, String version)
      throws StartFailure {
    RegistryServer running = new RegistryServer(config, configFingerprint, version);
    LOG.info(
        "listening on {}{}",
        running.server.place(),
        config.http().tls().isPresent() ? " with TLS" : "");
    running.parts.tls().ifPresent(tls -> tls.opened().run());
    running.debug.ifPresent(debug -> LOG.info("debug port listening on {}", debug.place()));
    return running;
  }

  /** Where clients connect, with the port taken. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** Where operators connect, with the port taken. */
  public Optional<InetSocketAddress> debugAddress() {
    return debug.map(HttpServer::address);
  }

  /** What is in force now. */
  public ServerStatus status() {
    return new ServerStatus(
        program,
        draining,
        parts.health().problems(),
        parts.tls().flatMap(ServerTls::certificate),
        parts.tls().map(tls -> tls.orders().get()).orElse(List.of()),
        parts.authentication().files(),
        configFingerprint);
  }

  /**
   * Stops accepting and lets what runs finish, for at most the configured time.
   *
   * @return whether everything finished
   */
  public boolean drain() throws InterruptedException {
    draining = true;
    Duration time = config.http().drain();
    LOG.info("stopping: no more requests, {} s for those that run", time.toMillis() / 1000.0);
    boolean finished = server.drain(time);
    if (!finished) {
      LOG.warn("stopping with requests that did not finish in time");
    }
    return finished;
  }

  @Override
  public void close() {
    draining = true;
    closeAll();
  }

  private Parts openParts() throws StartFailure {
    open.push(Carriers.watch());
    Storage storage = Storage.open(config.storage());
    open.push(storage);
    Authentication authentication = Authentication.open(config, ApiWiring.publicUrl(config));
    open.push(authentication);
    Optional<ServerTls> tls = TlsWiring.open(config.http());
    tls.ifPresent(open::push);
    Health health = HealthChecks.start(config.health(), storage);
    open.push(health);
    Metrics metrics = new Metrics();
    Optional<Notifier> notifier = Notifications.open(config, program.version());
    notifier.ifPresent(open::push);
    notifier.ifPresent(in -> Notifications.register(metrics, in));
    Optional<Traces> traces = TraceSettings.open(System.getenv(), program.version());
    traces.ifPresent(open::push);
    return new Parts(storage, health, authentication, tls, notifier, traces, metrics);
  }

  private HttpServer startServer() throws StartFailure {
    ServerOptions options = HttpWiring.options(config.http(), parts.tls().map(ServerTls::source));
    RegistryApi api =
        ApiWiring.api(
            observedStorage(),
            parts.authentication().access(),
            config,
            Notifications.listener(parts.notifier()));
    ServerMetrics.registerStorage(parts.metrics(), api, config.storage());
    startHousekeeping(api.uploadSessions());
    Handler handler =
        parts
            .authentication()
            .tokens()
            .<Handler>map(tokens -> new FrontDoor(api, tokens))
            .orElse(api);
    Observers observers = observers();
    Handler gate = new HealthGate(parts.health(), handler);
    Handler below = HttpWiring.prefix(config.http()).map(path -> path.around(gate)).orElse(gate);
    Optional<ClientGate> limit = clientGate(below);
    Handler limited = limit.<Handler>map(in -> in).orElse(below);
    Handler traced = parts.traces().map(in -> in.tracing().around(limited)).orElse(limited);
    ExchangeObserver observer =
        limit.<ExchangeObserver>map(in -> new Observers(List.of(in, observers))).orElse(observers);
    return listen("http.addr", options, traced, observer);
  }

  private Optional<ClientGate> clientGate(Handler inner) {
    int most = config.http().limits().clients().requestsEach();
    if (most == 0) {
      return Optional.empty();
    }
    ClientGate gate = new ClientGate(inner, ApiWiring.proxies(config), most);
    parts
        .metrics()
        .counter(
            "registry_http_limited_total",
            "Requests refused because their client had too many running.",
            gate::refusals);
    return Optional.of(gate);
  }

  private Observers observers() {
    List<ExchangeObserver> observers = new ArrayList<>();
    if (isMeasured()) {
      ExchangeObserver metrics = parts.metrics().http();
      observers.add(
          HttpWiring.prefix(config.http()).map(path -> path.around(metrics)).orElse(metrics));
    }
    parts.traces().ifPresent(in -> observers.add(in.tracing()));
    List<AccessLog> logs = AccessLogs.open(config.log());
    logs.forEach(open::push);
    observers.addAll(logs);
    parts
        .metrics()
        .counter(
            "registry_access_log_dropped_total",
            "Lines that could not be written.",
            () -> logs.stream().mapToLong(AccessLog::dropped).sum());
    return new Observers(observers);
  }

  private StorageDriver observedStorage() {
    String name = parts.storage().name();
    StorageDriver driver = parts.storage().driver();
    StorageDriver measured = isMeasured() ? parts.metrics().measured(driver, name) : driver;
    return parts.traces().map(in -> in.tracing().around(measured, name)).orElse(measured);
  }

  private boolean isMeasured() {
    return config.http().debug().flatMap(HttpConfig.Debug::metricsPath).isPresent();
  }

  private void startHousekeeping(Uploads uploads) {
    if (!config.storage().readOnly()) {
      config
          .storage()
          .uploadPurge()
          .map(purge -> new Housekeeping.Schedule(purge.age(), purge.interval(), purge.dryRun()))
          .ifPresent(
              schedule -> {
                Housekeeping housekeeping =
                    new Housekeeping(
                        parts.storage().driver(), uploads, schedule, Clock.systemUTC());
                open.push(housekeeping);
                ServerMetrics.registerHousekeeping(parts.metrics(), housekeeping.counts());
              });
    }
  }

  private Optional<HttpServer> startDebug() throws StartFailure {
    Optional<HttpConfig.Debug> wanted = config.http().debug();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    ServerMetrics.register(parts.metrics(), server, this::status, parts.authentication());
    HttpConfig.Debug where = wanted.get();
    Handler handler = new DebugEndpoints(this::status, parts.metrics(), where.metricsPath());
    ServerOptions options =
        ServerOptions.plain(HttpWiring.endpoint(where.address())).withThreads(1);
    return Optional.of(listen("http.debug.addr", options, handler, new Observers(List.of())));
  }

  private HttpServer listen(
      String key, ServerOptions options, Handler handler, ExchangeObserver observer)
      throws StartFailure {
    try {
      HttpServer started = HttpServer.start(options, handler, observer);
      open.push(started);
      return started;
    } catch (IOException e) {
      throw new StartFailure(key + ": " + e.getMessage());
    }
  }

  private void closeAll() {
    for (AutoCloseable part : open) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not close", part.getClass().getSimpleName(), e);
      }
    }
    open.clear();
  }
}
