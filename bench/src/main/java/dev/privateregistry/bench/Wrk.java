package dev.privateregistry.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** wrk on the load's core: one thread, 32 connections. */
record Wrk(int seconds) {
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

  /** Requests answered with 2xx per second; any other answer is an error. */
  double rate(String url, String... headers) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "taskset",
                "-c",
                "1",
                "wrk",
                "-t1",
                "-c32",
                "--timeout",
                "15s",
                "-d" + seconds + "s"));
    for (String header : headers) {
      command.add("-H");
      command.add(header);
    }
    command.add(url);
    String output = Shell.run(command);
    Matcher rate = RATE.matcher(output);
    if (output.contains("Non-2xx") || output.contains("Socket errors") || !rate.find()) {
      throw new IOException(url + ": " + output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
