package io.gatehouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.Gatehouse;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/** A sender's response when a step fails with anything that Java can throw. */
@ExtendWith(OutputCaptureExtension.class)
class FailingStepsTest {

  private static final Map<String, Supplier<Throwable>> FAILURES =
      Map.of(
          "stack", StackOverflowError::new,
          "assertion", () -> new AssertionError("secret-of-a-person"),
          "class", () -> new NoClassDefFoundError("secret-of-a-person"),
          "checked", () -> new IOException("secret-of-a-person"),
          "unchecked", () -> new IllegalStateException("secret-of-a-person"));

  private static final String KAMELET =
      """
      apiVersion: camel.apache.org/v1
      kind: Kamelet
      metadata: {name: failing}
      spec:
        definition: {title: Failing, type: object}
        template:
          from: {uri: kamelet:source, steps: [{process: {ref: failing}}]}
      """;
  private static final String STEP = "        - to: kamelet:failing\n";
  private static final String READ = "        - to: kamelet:read-json\n";

  @TempDir static Path folder;
  private static volatile String failure = "";
  private static ConfigurableApplicationContext gate;

  @BeforeAll
  static void start() throws IOException {
    Path routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Path.of("routes"), routes);
    Files.writeString(routes.resolve("kamelets/failing.kamelet.yaml"), KAMELET);
    String argos = Files.readString(routes.resolve("vendors/argos.camel.yaml"));
    write(
        routes,
        "before",
        argos,
        argos.replace(
            "        - to: {uri: kamelet:allow", STEP + "        - to: {uri: kamelet:allow"));
    write(routes, "read", argos, argos.replace(READ, READ + STEP));
    write(routes, "stored", argos, argos + STEP);
    gate =
        new SpringApplicationBuilder(Gatehouse.class)
            .profiles("local")
            .registerShutdownHook(false)
            .initializers(
                (GenericApplicationContext context) ->
                    context.registerBean("failing", Processor.class, () -> FailingStepsTest::fail))
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--gatehouse.broker.acceptor=",
                "--gatehouse.broker.data-directory=" + folder.resolve("data"),
                "--gatehouse.routes.reload=false",
                "--gatehouse.routes.directory=" + routes);
  }

  private static void write(Path routes, String name, String sound, String failing)
      throws IOException {
    assertThat(failing).isNotEqualTo(sound);
    Files.writeString(
        routes.resolve("vendors/" + name + ".camel.yaml"),
        failing.replace("id: argos", "id: " + name).replace("webhooks/argos", "webhooks/" + name));
  }

  @AfterAll
  static void stop() {
    gate.close();
  }

  private static void fail(Exchange exchange) throws Exception {
    if (FAILURES.containsKey(failure)) {
      throw FailingStepsTest.<RuntimeException>unchecked(FAILURES.get(failure).get());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T unchecked(Throwable any) throws T {
    throw (T) any;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "before, stack",
    "before, assertion",
    "before, class",
    "before, checked",
    "before, unchecked",
  })
  void whatIsNotOnDiskIsAnsweredSo(String vendor, String how, CapturedOutput log)
      throws IOException {
    assertThat(unavailable(send(vendor, how))).isTrue();
    assertThat(log.getAll())
        .contains(
            "ended before the event was stored: " + FAILURES.get(how).get().getClass().getName())
        .doesNotContain("secret-of-a-person");
  }

  /**
   * The sender is authenticated, so an event on which the route fails is kept; the body arrives in
   * two parts.
   */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"read, stack", "read, assertion", "read, class", "read, checked"})
  void whatAnAuthenticSenderBringsIsKept(String vendor, String how, CapturedOutput log)
      throws IOException {
    assertThat(send(vendor, how).body()).contains("quarantined");
    assertThat(sendSlowly(vendor, how).body()).contains("quarantined");
    assertThat(log).doesNotContain("secret-of-a-person");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"stack", "assertion", "class", "checked"})
  void aStepBehindTheStoreIsAnsweredAtOnce(String how, CapturedOutput log) throws IOException {
    int before = log.length();

    assertThat(unavailable(send("stored", how))).isTrue();

    // Not by the time-out, which does not know the cause.
    assertThat(log.getAll().substring(before))
        .contains("A route of stored ended before the event was stored: ");
  }

  @Test
  void thatWhichDoesNotFailIsTaken() throws IOException {
    assertThat(send("read", "").status()).isEqualTo(200);
  }

  @Test
  void camelHasNothingToSayAgainstIt(CapturedOutput log) {
    assertThat(log.getAll()).contains("Started").doesNotContain("AsyncProcessor");
  }

  private static boolean unavailable(Answer answer) throws IOException {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().get("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.headers().get("retry-after")).isNotBlank();
    assertThat(new ObjectMapper().readTree(answer.body()).path("status").asInt()).isEqualTo(503);
    return true;
  }

  private static Answer send(String vendor, String how) {
    failure = how;
    return Wire.exchange(port(), request(vendor));
  }

  private static Answer sendSlowly(String vendor, String how) throws IOException {
    failure = how;
    byte[] bytes = request(vendor).header("Connection", "close").bytes();
    try (Socket sender = Wire.connect(port())) {
      sender.getOutputStream().write(bytes, 0, bytes.length - 10);
      sender.getOutputStream().flush();
      sender.getOutputStream().write(bytes, bytes.length - 10, 10);
      return Wire.parse(sender.getInputStream().readAllBytes());
    }
  }

  private static Request request(String vendor) {
    String body =
        "{\"webhook_trigger\":\"approved\",\"submission_id\":\"%s-%s-%d\"}"
            .formatted(vendor, failure, System.nanoTime());
    return Request.post("/webhooks/" + vendor + "?key=local-argos-key").body(body);
  }

  private static int port() {
    return Integer.parseInt(gate.getEnvironment().getRequiredProperty("local.server.port"));
  }
}
