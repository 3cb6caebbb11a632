package io.gatehouse.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.GatewayProcess;
import io.gatehouse.gateway.SharedClasses;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.example.Canary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

/**
 * A pull request whose files try to read, call and start things while they are checked: all of them
 * are in one folder, and one run of {@code gatehouse validate} checks it, in a process. A server
 * would record a call, a pipe would block whoever opens it, and a class would leave a file.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PassiveValidationTest {

  private static final int PATIENCE_SECONDS = 120;

  private final List<Hostile> files = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private ServerSocket server;
  private Path marker;
  private Path routes;
  private String queues = "";
  private String settings = "";
  private String output = "";

  /** A file of the folder, and the expected diagnostic. */
  private record Hostile(Path path, String wrong, String sentence) {

    @Override
    public String toString() {
      return "%s: %s".formatted(path.getParent().getFileName(), wrong);
    }
  }

  @BeforeAll
  void validateAllOfThem(@TempDir Path folder) throws Exception {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread notes = new Thread(this::report);
    notes.setDaemon(true);
    notes.start();
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    marker = folder.resolve("marker");
    routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    for (String row : rows()) {
      write(
          row.replace("URL", "http://127.0.0.1:" + server.getLocalPort())
              .replace("FILE", pipe.toString())
              .replace("CLASS", Canary.class.getName()));
    }
    Files.createSymbolicLink(routes.resolve("vendors/link.camel.yaml"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(routes.resolve("vendors/pipe.camel.yaml"), pipe);
    Files.writeString(routes.resolve("vendors/huge.camel.yaml"), "# much\n".repeat(200_000));
    Files.writeString(routes.resolve("vendors/deep.camel.yaml"), "[".repeat(100_000));
    Files.writeString(routes.resolve("bus.properties"), queues, StandardOpenOption.APPEND);
    output = validate(folder, routes);
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/routes/hostile.csv")).stream()
        .skip(1)
        .toList();
  }

  private void report() {
    try {
      while (true) {
        server.accept().close();
        calls.incrementAndGet();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  /** A copy of a shipped file, under a name and an id of its own, with something else in it. */
  private void write(String row) throws IOException {
    String[] parts = row.split("\\|", -1);
    boolean kamelet = parts[0].startsWith("kamelets/");
    String ending = kamelet ? ".kamelet.yaml" : ".camel.yaml";
    String shipped = parts[0].substring(parts[0].indexOf('/') + 1);
    String name = "x" + files.size();
    String right = parts[1].replace("\\n", "\n");
    String text = Files.readString(Path.of("routes", parts[0] + ending));
    assertThat(text).contains(right);
    String hostile = text.replace(right, parts[2].replace("\\n", "\n"));
    Path file = routes.resolve(parts[0]).resolveSibling(name + ending);
    Files.writeString(file, kamelet ? renamed(hostile, name) : copied(hostile, shipped, name));
    queues += "addressConfigurations.\"deliver.%s\".routingTypes=ANYCAST\n".formatted(name);
    settings +=
        !parts[0].startsWith("registration/")
            ? ""
            : "%1$s.api.base-url=https://api.example\n%1$s.api.login=l\n%1$s.api.password=p\n"
                .formatted(name);
    files.add(new Hostile(file, parts[2], parts[3]));
  }

  private static String renamed(String kamelet, String name) {
    return kamelet.replace("name: limit-size", "name: " + name);
  }

  private static String copied(String text, String shipped, String name) {
    return text.replaceAll("(?m)^    id: ((?:&one )?)" + shipped, "    id: $1" + name)
        .replace("/webhooks/" + shipped, "/webhooks/" + name)
        .replace("direct:" + shipped, "direct:" + name)
        .replace("deliver." + shipped, "deliver." + name)
        .replace("{{" + shipped + ".api", "{{" + name + ".api")
        .replace("{{secret:" + shipped + ".api", "{{secret:" + name + ".api")
        .replace("receiver: " + shipped, "receiver: " + name);
  }

  private String validate(Path folder, Path routes) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes/org/example"));
    try (var in = Canary.class.getResourceAsStream("Canary.class")) {
      Files.copy(in, classes.resolve("Canary.class"));
    }
    Path log = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                GatewayProcess.java(),
                "@jvm.options",
                "-XX:TieredStopAtLevel=1",
                "-D" + Canary.MARKER + "=" + marker,
                SharedClasses.option(),
                "-cp",
                SharedClasses.classPath() + File.pathSeparator + folder.resolve("classes"),
                "io.gatehouse.Gatehouse",
                "validate",
                routes.toString(),
                "--settings",
                Files.writeString(folder.resolve("settings.properties"), settings).toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String response = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(ended).as("it ended, and said: " + response).isTrue();
    assertThat(process.exitValue()).as(response).isEqualTo(1);
    return response;
  }

  @AfterAll
  void closeTheServer() throws IOException {
    server.close();
  }

  List<Hostile> files() {
    return files;
  }

  @ParameterizedTest
  @MethodSource("files")
  void aHostileFileIsRefusedForWhatItIs(Hostile file) {
    assertThat(output.lines().filter(line -> line.startsWith(file.path() + ":")))
        .singleElement()
        .asString()
        .contains(file.sentence());
  }

  @Test
  void theShippedFilesBesideThemAreWell() {
    assertThat(output.lines())
        .allMatch(line -> line.matches(".*/(x\\d+|link|pipe|huge|deep)[.].*"));
  }

  @Test
  void nobodyIsCalled() {
    assertThat(calls).hasValue(0);
  }

  @Test
  void noClassIsStarted() {
    assertThat(marker).doesNotExist();
  }

  @Test
  void aFileThatIsNoneOfTheFolderIsNotRead() {
    assertThat(output.lines().filter(line -> line.contains("the file cannot be read")))
        .hasSize(3)
        .noneMatch(line -> line.contains("root:"));
  }

  @Test
  void aFileWithoutAnEndIsNotReadToIt() {
    assertThat(output).contains("deep.camel.yaml:1: the file is nested more than 40 deep");
  }
}
