package dev.privateregistry.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A push over TLS by curl, whose certificate checks can be left out. */
final class CurlPush {
  private CurlPush() {}

  static void push(Server server, String repository, Path file, String digest)
      throws IOException, InterruptedException {
    String url = server.url("/v2/" + repository + "/blobs/uploads/");
    String answer = Shell.run(List.of("curl", "-sk", "-i", "-X", "POST", url));
    String location =
        answer
            .lines()
            .filter(line -> line.regionMatches(true, 0, "location:", 0, 9))
            .map(line -> line.substring(9).strip())
            .findFirst()
            .orElseThrow(() -> new IOException("POST answered " + answer));
    String target = location.startsWith("/") ? server.url(location) : location;
    String end = target + (target.contains("?") ? "&" : "?") + "digest=" + digest;
    String status =
        Shell.run(
            List.of(
                "curl",
                "-sk",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "-H",
                "Content-Type: application/octet-stream",
                "-T",
                file.toString(),
                end));
    if (!status.equals("201")) {
      throw new IOException("PUT answered " + status);
    }
  }
}
