package dev.privateregistry.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Runs all works on all contestants, round by round in alternation, and prints the table. */
final class Bench {
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String ACCEPT = "Accept: " + MANIFEST_TYPE;
  private static final int LARGE = 256 << 20;

  /** Uncounted rounds of each work on each server, so that no figure is that of a first call. */
  private static final int WARM_UP = 4;

  private static final int COUNTED = 3;
  private static final String REPOSITORY = "bench/image";

  private final Options options;
  private final Credentials credentials;
  private final Path folder;
  private final Figures figures = new Figures();
  private final byte[] large = new byte[LARGE];
  private int pushes;

  private Bench(Options options, Path folder) throws IOException, InterruptedException {
    this.options = options;
    this.folder = folder;
    this.credentials = Credentials.make(folder);
    new Random(1).nextBytes(large);
  }

  /** The command line. */
  record Options(int rounds, int seconds, String only, boolean write) {
    static Options parse(List<String> arguments) {
      Options options = new Options(3, 5, "", false);
      for (int i = 0; i < arguments.size(); i++) {
        options =
            switch (arguments.get(i)) {
              case "--rounds" ->
                  new Options(
                      Integer.parseInt(arguments.get(++i)),
                      options.seconds,
                      options.only,
                      options.write);
              case "--seconds" ->
                  new Options(
                      options.rounds,
                      Integer.parseInt(arguments.get(++i)),
                      options.only,
                      options.write);
              case "--only" ->
                  new Options(options.rounds, options.seconds, arguments.get(++i), options.write);
              case "--write" -> new Options(options.rounds, options.seconds, options.only, true);
              default ->
                  throw new IllegalArgumentException(
                      "unknown option "
                          + arguments.get(i)
                          + "; known: --rounds N, --seconds N, --only WORD, --write");
            };
      }
      return options;
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("bench");
    try {
      Options options = Options.parse(List.of(arguments));
      Bench bench = new Bench(options, folder);
      bench.run();
      String table = bench.figures.table();
      System.out.println(table);
      if (options.write()) {
        PerformancePage.write(table);
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private void run() throws IOException, InterruptedException {
    for (int round = 0; round < options.rounds(); round++) {
      for (Contestant contestant : Contestant.values()) {
        measure(contestant, Setting.PLAIN);
        measure(contestant, Setting.HTPASSWD);
        measure(contestant, Setting.TLS);
      }
    }
  }

  private void measure(Contestant contestant, Setting setting)
      throws IOException, InterruptedException {
    if (!setting.name().toLowerCase(java.util.Locale.ROOT).contains(options.only())) {
      return;
    }
    try (Server server = Server.start(contestant, setting, credentials, folder)) {
      switch (setting) {
        case PLAIN -> plain(contestant, server);
        case HTPASSWD -> htpasswd(contestant, server);
        case TLS -> tls(contestant, server);
      }
    }
  }

  private void plain(Contestant contestant, Server server)
      throws IOException, InterruptedException {
    figures.add("start to first answer, ms", contestant, server.startMillis());
    Thread.sleep(2000);
    figures.add("idle RSS, MB", contestant, server.rss());
    Client client = new Client(server, credentials);
    String manifest = pushImage(client);
    Wrk wrk = new Wrk(options.seconds());
    wrk.rate(server.url("/v2/"));
    figures.add("`/v2/`, requests/s", contestant, wrk.rate(server.url("/v2/")));
    String path = "/v2/" + REPOSITORY + "/manifests/latest";
    client.verify(path, MANIFEST_TYPE, manifest);
    wrk.rate(server.url(path), ACCEPT);
    figures.add("manifest GET by tag, requests/s", contestant, wrk.rate(server.url(path), ACCEPT));
    for (int i = -WARM_UP; i < COUNTED; i++) {
      largeBlob(contestant, client, server, i >= 0);
    }
    figures.add("peak RSS under this load, MB", contestant, server.peakRss());
  }

  private void largeBlob(Contestant contestant, Client client, Server server, boolean counted)
      throws IOException, InterruptedException {
    freshen();
    String digest = Client.digest(large);
    WarmMemory.touch();
    Client.Push push = client.push(REPOSITORY, large, digest);
    String blob = "/v2/" + REPOSITORY + "/blobs/" + digest;
    client.verify(blob, "*/*", digest);
    if (counted) {
      figures.add("256 MiB push, MB/s", contestant, LARGE / 1e6 / push.seconds());
      figures.add("of that the PATCH, ms", contestant, push.patch() * 1e3);
      figures.add("of that the PUT, ms", contestant, push.put() * 1e3);
    }
    for (int i = 0; i < (counted ? COUNTED : 2 * WARM_UP); i++) {
      double download = Download.rate(server.url(blob), LARGE);
      if (counted) {
        figures.add("256 MiB blob GET, MB/s", contestant, download);
      }
    }
  }

  private void htpasswd(Contestant contestant, Server server)
      throws IOException, InterruptedException {
    Client client = new Client(server, credentials);
    String manifest = pushImage(client);
    String path = "/v2/" + REPOSITORY + "/manifests/latest";
    client.verify(path, MANIFEST_TYPE, manifest);
    figures.add(
        "manifest GET by tag, htpasswd cost 10, requests/s",
        contestant,
        new Wrk(options.seconds())
            .rate(server.url(path), ACCEPT, "Authorization: " + credentials.authorization()));
  }

  private void tls(Contestant contestant, Server server) throws IOException, InterruptedException {
    freshen();
    String digest = Client.digest(large);
    Path file = Files.write(folder.resolve("large"), large);
    CurlPush.push(server, REPOSITORY, file, digest);
    String blob = server.url("/v2/" + REPOSITORY + "/blobs/" + digest);
    for (int i = -2 * WARM_UP; i < COUNTED; i++) {
      double processor = server.processorSeconds();
      double rate = Download.rate(blob, LARGE);
      processor = server.processorSeconds() - processor;
      if (i >= 0) {
        figures.add("256 MiB blob GET over TLS, MB/s", contestant, rate);
        figures.add(
            "the same, MB per second of the server's processor",
            contestant,
            LARGE / 1e6 / processor);
      }
    }
  }

  /** Other content than any push before, so that nothing is already there. */
  private void freshen() {
    ByteBuffer.wrap(large).putLong(++pushes);
  }

  private String pushImage(Client client) throws IOException, InterruptedException {
    byte[] configuration =
        "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
    byte[] layer = new byte[4096];
    new Random(2).nextBytes(layer);
    client.push(REPOSITORY, configuration, Client.digest(configuration));
    client.push(REPOSITORY, layer, Client.digest(layer));
    byte[] manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
        """
            .formatted(
                MANIFEST_TYPE,
                Client.digest(configuration),
                configuration.length,
                Client.digest(layer),
                layer.length)
            .getBytes(StandardCharsets.UTF_8);
    client.putManifest(REPOSITORY, "latest", MANIFEST_TYPE, manifest);
    return Client.digest(manifest);
  }
}
