package dev.privateregistry.registry.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell script that finds a JDK and starts the program. */
class LauncherTest {
  private static final Path SCRIPT =
      Path.of("src", "main", "dist", "bin", "registry-server").toAbsolutePath();

  @TempDir Path folder;

  private record Result(int code, String output, String errors) {}

  @Test
  void shouldStartTheJavaThatIsNamed() throws Exception {
    Path java = jdk("jdk-25", "25.0.1");
    Result result =
        run(
            SCRIPT,
            Map.of("REGISTRY_JAVA_HOME", java.toString(), "JAVA_OPTS", "-Dx=1 -Xmx300m"),
            "serve",
            "a b.yml");

    assertEquals(0, result.code(), result.errors());
    String output = result.output();
    assertTrue(output.startsWith(java + "\n"), output);
    assertTrue(
        output.endsWith("[dev.privateregistry.registry.app.Main][serve][a b.yml]\n"), output);
    assertTrue(output.indexOf("[-Xmx160m]") < output.indexOf("[-Dx=1][-Xmx300m]"), output);
    assertTrue(output.contains("/src/main/dist/lib/registry-server.jar]"), output);
  }

  @Test
  void shouldFindItsFolderThroughALink() throws Exception {
    Path java = jdk("jdk-25", "25.0.1");
    Path link = Files.createSymbolicLink(folder.resolve("link"), SCRIPT);
    Result result = run(link, Map.of("REGISTRY_JAVA_HOME", java.toString()));

    assertTrue(
        result.output().contains("/src/main/dist/lib/registry-server.jar]"), result.output());
  }

  @Test
  void shouldStartWithThePreparedClassesWhenTheBuildHasMadeThem() throws Exception {
    Path java = jdk("jdk-25", "25.0.1");
    Path script = distribution("of a JDK");
    Result result = run(script, Map.of("REGISTRY_JAVA_HOME", java.toString()), "--version");

    assertTrue(
        result
            .output()
            .contains("[-XX:AOTCache=" + folder.resolve("lib/registry-server.aot") + "]"),
        result.output());
    assertTrue(result.output().endsWith("Main][--version]\n"), result.output());
  }

  @Test
  void shouldSayNothingOfPreparedClassesThatTheJdkCannotUse() throws Exception {
    Path script = distribution("of another JDK");
    Result result = run(script, Map.of("REGISTRY_JAVA_HOME", System.getProperty("java.home")));

    assertEquals("", result.output());
    assertTrue(
        result.errors().startsWith("Error: Could not find or load main class"), result.errors());
  }

  @Test
  void shouldRefuseANamedJavaThatIsTooOld() throws Exception {
    Path java = jdk("jdk-17", "17.0.9");
    Result result = run(SCRIPT, Map.of("REGISTRY_JAVA_HOME", java.toString()));

    assertEquals(1, result.code());
    assertEquals(
        "registry-server: REGISTRY_JAVA_HOME is %s, which is Java 17; set it to a JDK 25 or later\n"
            .formatted(java),
        result.errors());
  }

  @Test
  void shouldRefuseANamedFolderWithoutJava() throws Exception {
    Result result = run(SCRIPT, Map.of("REGISTRY_JAVA_HOME", folder.toString()));

    assertEquals(1, result.code());
    assertEquals(
        "registry-server: REGISTRY_JAVA_HOME is %s, which is no JDK; set it to a JDK 25 or later\n"
            .formatted(folder),
        result.errors());
  }

  @Test
  void shouldPassOverAnOldJavaHomeForANewerOneElsewhere() throws Exception {
    jdk("home/.jdks/openjdk-26", "26");
    Path old = jdk("old", "17.0.9");
    Result result =
        run(SCRIPT, Map.of("JAVA_HOME", old.toString(), "HOME", folder.resolve("home").toString()));

    assertTrue(!result.output().startsWith(old + "\n"), result.output());
    assertTrue(!result.errors().contains("was found"), result.errors());
  }

  /** The launcher, and prepared classes beside it, but no program. */
  private Path distribution(String prepared) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("lib")).resolve("registry-server.aot"), prepared);
    return Files.copy(
        SCRIPT, Files.createDirectories(folder.resolve("bin")).resolve("registry-server"));
  }

  /** A folder like a JDK's; its java prints where it is and its arguments. */
  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.writeString(
        java,
        "#!/bin/sh\necho "
            + home
            + "\nfor word in \"$@\"; do printf '[%s]' \"$word\"; done\necho\n");
    assertTrue(java.toFile().setExecutable(true));
    return home;
  }

  private static Result run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add("sh");
    command.add(script.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output, errors);
  }
}
