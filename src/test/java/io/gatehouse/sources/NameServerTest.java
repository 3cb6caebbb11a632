package io.gatehouse.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parsing an address queries no name server. Names are resolved from a file in a virtual machine of
 * its own; every name in that file would have an address if it were queried.
 */
class NameServerTest {

  private static final List<String> NAMES =
      List.of(
          "foo",
          "localhost",
          "vendor.example",
          "1.2.3",
          "010.0.0.1",
          "deadbeef",
          "face.b00c",
          "0x7f.1");

  /** What the other virtual machine does: prints those of its arguments that are addresses. */
  public static final class Reader {
    private Reader() {}

    public static void main(String[] texts) {
      for (String text : texts) {
        if (AddressParser.parse(text).isPresent()) {
          System.out.println(text);
        }
      }
    }
  }

  @Test
  void aNameIsNoAddressEvenWhereItWouldResolve(@TempDir Path folder) throws Exception {
    assertThat(readWith(hostsOf(folder, NAMES), NAMES)).isEmpty();
  }

  @Test
  void fourNumbersOfWhichOneIsTooLargeAreNotResolvedEither(@TempDir Path folder) throws Exception {
    List<String> names = List.of("256.0.0.1", "999.1.1.1", "1.2.3.999");

    assertThat(readWith(hostsOf(folder, names), names)).isEmpty();
  }

  @Test
  void aLiteralIsAnAddressWhereNothingResolves(@TempDir Path folder) throws Exception {
    Path hosts = Files.createFile(folder.resolve("hosts"));

    assertThat(readWith(hosts, List.of("192.0.2.7", "2001:db8::7")))
        .containsExactly("192.0.2.7", "2001:db8::7");
  }

  private static Path hostsOf(Path folder, List<String> names) throws IOException {
    return Files.writeString(
        folder.resolve("hosts"),
        names.stream().map(n -> "192.0.2.7 " + n + "\n").collect(Collectors.joining()));
  }

  private static List<String> readWith(Path hosts, List<String> texts)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(GatewayProcess.java());
    command.addAll(List.of("-Xshare:auto", "-Djdk.net.hosts.file=" + hosts));
    command.addAll(List.of("-cp", "target/classes:target/test-classes", Reader.class.getName()));
    command.addAll(texts);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return output.lines().toList();
  }
}
