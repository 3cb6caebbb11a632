package io.gatehouse.tools.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Link;
import io.gatehouse.gateway.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Runs each program in {@code docs/consumers} in a process of its own. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ConsumerProgram {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String QUEUE = "kyc.identity";
  private static final String OTHER_QUEUE = "kyc.lending";
  private static final int MORE_THAN_A_PIPE_HOLDS = 100_000;

  private final Gateway gateway = Gateway.shared();
  private Link link;
  private Process process;
  private Path output;

  /** The command that reads a queue by way of this port. */
  abstract List<String> command(int port, String queue) throws IOException;

  @BeforeAll
  void startTheProgram() throws IOException {
    link = new Link(gateway.brokerPort());
    output = Files.createTempFile(Path.of("target"), "consumer", ".txt");
    process =
        new ProcessBuilder(command(link.port(), QUEUE))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  @AfterAll
  void stopTheProgram() throws IOException {
    if (process != null) {
      process.destroyForcibly();
    }
    link.close();
  }

  @Test
  void anEventIsWorkedOn() {
    String id = send("created", subject());

    await().atMost(PATIENCE).until(() -> times(id) == 1);
    assertThat(lines()).anyMatch(line -> line.startsWith("/argos " + id + " kyc.identity.started"));
  }

  @Test
  void anEventIsAcknowledgedWhenItsWorkIsDoneAndNotBefore() throws IOException {
    Process other =
        new ProcessBuilder(command(gateway.brokerPort(), OTHER_QUEUE))
            .redirectError(Redirect.DISCARD)
            .start();
    String done = UUID.randomUUID().toString();
    String begun = UUID.randomUUID().toString();

    try (BufferedReader lines = other.inputReader()) {
      gateway.bus().put(OTHER_QUEUE, event(done, subject()), "{}");
      while (!lines.readLine().contains(done)) {
        // Messages of other tests come first.
      }
      // Nobody reads the line of this one to its end, so the program is stuck in its work.
      gateway.bus().put(OTHER_QUEUE, event(begun, "s".repeat(MORE_THAN_A_PIPE_HOLDS)), "{}");
      assertThat(lines.read()).isEqualTo('/');
      other.destroyForcibly();

      await().atMost(PATIENCE).until(() -> gateway.bus().count(OTHER_QUEUE, begun) == 1);
      assertThat(gateway.bus().count(OTHER_QUEUE, done)).isZero();
    } finally {
      other.destroyForcibly();
      gateway.bus().take(OTHER_QUEUE, begun);
    }
  }

  @Test
  void theEventsOfASubjectComeInOrder() {
    String one = subject();
    String other = subject();
    List<String> triggers = List.of("created", "submit", "rejected", "retry", "approved");

    for (String trigger : triggers) {
      send(trigger, one);
      send(trigger, other);
    }

    await().atMost(PATIENCE).until(() -> linesOf(one).size() + linesOf(other).size() == 10);
    assertThat(List.of(linesOf(one), linesOf(other)))
        .allSatisfy(
            lines ->
                assertThat(lines)
                    .extracting(line -> line.split(" ")[2])
                    .containsExactly(
                        "kyc.identity.started",
                        "kyc.identity.pending",
                        "kyc.identity.rejected",
                        "kyc.identity.retried",
                        "kyc.identity.approved"));
  }

  @Test
  void anEventThatComesTwiceIsWorkedOnOnce() {
    String id = UUID.randomUUID().toString();
    String subject = subject();
    Map<String, String> event = event(id, subject);

    gateway.bus().put(QUEUE, event, "{}");
    gateway.bus().put(QUEUE, event, "{}");
    String next = send("created", subject);

    await().atMost(PATIENCE).until(() -> times(next) == 1);
    await().atMost(PATIENCE).until(() -> gateway.bus().count(QUEUE, id) == 0);
    assertThat(times(id)).isOne();
  }

  @Test
  void equalIdsOfTwoVendorsAreTwoEvents() {
    String id = UUID.randomUUID().toString();

    Map<String, String> event = event(id, subject());
    gateway.bus().put(QUEUE, event, "{}");
    event.put("cloudEvents_source", "/ondato");
    gateway.bus().put(QUEUE, event, "{}");

    await().atMost(PATIENCE).until(() -> times(id) == 2);
  }

  @Test
  void aLostConnectionIsMadeAgainAndNothingIsWorkedOnTwice() {
    List<String> before = sendTen();
    await().atMost(PATIENCE).until(() -> times(before.get(0)) == 1);

    link.cut();
    link.restore();
    List<String> after = sendTen();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(before).allMatch(id -> times(id) == 1);
              assertThat(after).allMatch(id -> times(id) == 1);
            });
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(after).allMatch(id -> gateway.bus().count(QUEUE, id) == 0));
    assertThat(process.isAlive()).isTrue();
  }

  private List<String> sendTen() {
    return IntStream.range(0, 10).mapToObj(i -> send("created", subject())).toList();
  }

  private static Map<String, String> event(String id, String subject) {
    return new HashMap<>(
        Map.of(
            "cloudEvents_specversion",
            "1.0",
            "cloudEvents_id",
            id,
            "cloudEvents_source",
            "/argos",
            "cloudEvents_type",
            "kyc.identity.started",
            "cloudEvents_subject",
            subject,
            "JMSXGroupID",
            "argos " + subject));
  }

  private String send(String trigger, String subject) {
    return gateway
        .send(
            Request.post("/webhooks/argos?key=local-argos-key")
                .body(
                    "{\"webhook_trigger\":\"%s\",\"submission_id\":\"%s\"}"
                        .formatted(trigger, subject)))
        .id();
  }

  private static String subject() {
    return "sb_" + UUID.randomUUID();
  }

  private List<String> linesOf(String subject) {
    return lines().stream().filter(line -> line.contains(subject)).collect(Collectors.toList());
  }

  private long times(String id) {
    return lines().stream().filter(line -> line.contains(" " + id + " ")).count();
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
