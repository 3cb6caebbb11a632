package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.GatewayProcess;
import io.gatehouse.gateway.SharedClasses;
import io.gatehouse.gateway.Training;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code train}: the JVM's cache of a start, as in the image. */
class TrainingTest {

  @TempDir static Path folder;

  private static final List<String> PROGRAM =
      List.of("-cp", SharedClasses.classPath(), "io.gatehouse.Gatehouse");

  @Test
  void theJvmKeepsWhatAStartTheProbeAndEventsNeedWhateverIsSetInThisPlace() throws Exception {
    assertThat(SharedClasses.trainingStatus()).as(SharedClasses.trainingOutput()).isZero();
    List<String> look = new ArrayList<>(List.of(GatewayProcess.java(), "@jvm.options"));
    look.addAll(List.of(SharedClasses.option(), "-XX:+PrintSharedArchiveAndExit"));
    look.addAll(PROGRAM);
    assertThat(run(new ProcessBuilder(look)).output())
        .contains("org.springframework.boot.health.actuate.endpoint.SystemHealthDescriptor")
        .contains("io.gatehouse.web.ServletWebhook")
        .contains("io.gatehouse.decryption.DecryptAes")
        .contains("io.gatehouse.delivery.DeliveryAttempt")
        .doesNotContain("mismatch");
  }

  @Test
  void besideAnotherGatewayNothingIsTrained() throws Exception {
    Path kept = folder.resolve("beside.jsa");
    ProcessBuilder training = trained(kept, PROGRAM);
    int port = Integer.parseInt(training.environment().get("MANAGEMENT_SERVER_PORT"));

    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      Outcome outcome = run(training);

      assertThat(outcome.status()).isEqualTo(2);
      assertThat(outcome.output()).contains("Port " + other.getLocalPort() + " is in use");
    }
  }

  @Test
  void whoNamesNoFileIsToldHow() throws Exception {
    Outcome outcome = run(new ProcessBuilder("./train", "gatehouse.jar"));

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.output()).contains("./train -XX:AOTCacheOutput=gatehouse.aot");
  }

  @Test
  void whereTheGatewayDoesNotStartTheTrainingFailsAndLeavesNothing() throws Exception {
    Path kept = folder.resolve("nothing.jsa");
    List<String> broken = new ArrayList<>(List.of("-Dkompliant.partners="));
    broken.addAll(PROGRAM);

    Outcome training = run(trained(kept, broken));

    assertThat(training.status()).isNotZero();
    assertThat(training.output()).contains("kompliant.partners");
    assertThat(kept).doesNotExist();
    assertThat(temporary(kept)).isEmptyDirectory();
  }

  private static Path temporary(Path kept) {
    return folder.resolve(kept.getFileName() + ".tmp");
  }

  private static ProcessBuilder trained(Path kept, List<String> program) throws IOException {
    ProcessBuilder training =
        Training.of(
            Path.of(System.getProperty("java.home")), "-XX:ArchiveClassesAtExit=" + kept, program);
    training.environment().put("TMPDIR", Files.createDirectories(temporary(kept)).toString());
    training.environment().put("SPRING_DATASOURCE_URL", "jdbc:that-of-this-place");
    return training;
  }

  private record Outcome(int status, String output) {}

  private static Outcome run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "said", ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroy();
      process.waitFor();
      throw new AssertionError("It does not end; it said:\n" + Files.readString(log));
    }
    return new Outcome(process.exitValue(), Files.readString(log));
  }
}
