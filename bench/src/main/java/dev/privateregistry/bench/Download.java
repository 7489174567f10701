package dev.privateregistry.bench;

import java.io.IOException;
import java.util.List;

/** curl on the load's core, into nothing. */
final class Download {
  private Download() {}

  /** MB/s of one GET that must answer 200 with exactly so many bytes. */
  static double rate(String url, long bytes) throws IOException, InterruptedException {
    String output =
        Shell.run(
            List.of(
                "taskset",
                "-c",
                "1",
                "curl",
                "-sk",
                "--http1.1",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code} %{size_download} %{time_total} %{time_pretransfer}",
                url));
    String[] parts = output.split(" ");
    if (!parts[0].equals("200") || Long.parseLong(parts[1]) != bytes) {
      throw new IOException("GET " + url + ": " + output);
    }
    return bytes / 1e6 / (Double.parseDouble(parts[2]) - Double.parseDouble(parts[3]));
  }
}
