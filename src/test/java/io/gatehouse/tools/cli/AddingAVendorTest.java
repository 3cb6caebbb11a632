package io.gatehouse.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.GatewayProcess;
import io.gatehouse.gateway.Sample;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows {@code docs/adding-a-vendor.md} step by step in a copy of the source tree. A block {@code
 * sh} is run, one whose first line names a path is saved there, and a block {@code text} is the
 * expected output of the block before. In place of Maven, the test itself starts a gateway on free
 * ports, and checks the new samples.
 */
class AddingAVendorTest {

  private static final Path TUTORIAL = Path.of("docs/adding-a-vendor.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+) ?(\\S*)\\n(.*?)^```$");
  private static final Pattern ATTRIBUTE = Pattern.compile("(?m)^cloudEvents_(\\w+) +(.+)$");

  private static final String START = "./mvnw spring-boot:run";
  private static final String PLAY = "./gatehouse simulate ";
  private static final String CHECK = "./mvnw test -Dtest=VendorRequestsTest";

  @TempDir Path folder;

  private final List<String> done = new ArrayList<>();
  private Tree tree;
  private Gateway gateway;
  private String response = "";

  @AfterEach
  void stopTheGateway() {
    if (gateway != null) {
      gateway.close();
    }
  }

  @Test
  void itsStepsLeadFromNothingToAVendorThatWorks() throws Exception {
    tree = Tree.ofSources(folder);
    writeGatehouseScript();

    Matcher block = BLOCK.matcher(Files.readString(TUTORIAL));
    while (block.find()) {
      follow(block.group(1), block.group(2), block.group(3));
    }

    assertThat(done)
        .contains("new-vendor", "saved", START, "answered", "on the bus", "played", CHECK);
  }

  private void follow(String kind, String path, String text) throws Exception {
    if (!path.isEmpty()) {
      Files.writeString(tree.path(path), text);
      done.add("saved");
    } else if (kind.equals("text")) {
      compare(text);
    } else {
      assertThat(kind).as("a kind of block that this test follows").isEqualTo("sh");
      command(text.strip());
    }
  }

  private void command(String command) throws Exception {
    switch (command) {
      case START -> gateway = tree.start("src/main/resources");
      case CHECK -> checkSamples();
      default ->
          response =
              shell(
                  command.startsWith(PLAY)
                      ? command + " --url http://localhost:" + gateway.port()
                      : command);
    }
    done.add(
        command.startsWith("./gatehouse new-vendor ")
            ? "new-vendor"
            : command.startsWith(PLAY) ? "played" : command);
  }

  private void compare(String text) {
    Matcher attribute = ATTRIBUTE.matcher(text);
    if (!attribute.find()) {
      assertThat(response).contains(text.lines().toList());
      done.add("answered");
      return;
    }
    String id = attribute.group(2);
    Bus.Received event = gateway.bus().take("kyc.identity", id).orElseThrow();
    do {
      assertThat(event.attribute(attribute.group(1))).isEqualTo(attribute.group(2));
    } while (attribute.find());
    done.add("on the bus");
  }

  private void checkSamples() throws IOException {
    try (Stream<Path> samples = Files.list(tree.path("src/test/resources/vendors/northgate"))) {
      List<Path> folders = samples.sorted().toList();
      assertThat(folders).hasSizeGreaterThanOrEqualTo(2);
      for (Path sample : folders) {
        new Sample(sample).check(gateway);
      }
    }
  }

  private String shell(String commands) throws Exception {
    String here =
        gateway == null
            ? commands
            : commands.replace("http://localhost:8080", "http://localhost:" + gateway.port());
    Process process =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", here)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replace("\r\n", "\n");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  /** The script of the source tree runs the packaged program, which does not exist yet here. */
  private void writeGatehouseScript() throws IOException {
    String java = GatewayProcess.java();
    String classPath = absolute(System.getProperty("java.class.path"));
    Path script = tree.path("gatehouse");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '%s' -cp '%s' io.gatehouse.Gatehouse \"$@\"\n".formatted(java, classPath));
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }
}
