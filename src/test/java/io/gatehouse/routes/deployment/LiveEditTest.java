package io.gatehouse.routes.deployment;

import static io.gatehouse.routes.deployment.EditedGateway.shipped;
import static io.gatehouse.routes.deployment.EditedGateway.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.faults.Chaos;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Wire;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Route files that are edited while the gateway runs. */
@ExtendWith(OutputCaptureExtension.class)
class LiveEditTest {

  private static final String ARGOS = "vendors/argos.camel.yaml";
  private static final String THEKYB = "vendors/thekyb.camel.yaml";
  private static final String KOMPLIANT = "vendors/kompliant.camel.yaml";
  private static final String CRM = "downstream/crm.camel.yaml";
  private static final String LIMIT_SIZE = "kamelets/limit-size.kamelet.yaml";
  private static final String READINESS = "/actuator/health/readiness";
  private static final int LARGE = 5000;
  private static final Duration PROMISED = Duration.ofSeconds(2);

  @TempDir static Path folder;
  private static EditedGateway gate;
  private static CamelContext camel;
  private static int routes;
  private static int endpoints;

  @BeforeAll
  static void start() {
    gate = EditedGateway.start(folder);
    camel = gate.gateway().part(CamelContext.class);
    routes = camel.getRoutesSize();
    endpoints = camel.getEndpoints().size();
  }

  @AfterAll
  static void stop() {
    gate.close();
  }

  @BeforeEach
  void everythingIsAsItShips() {
    gate.restoreAll();
    soon()
        .until(() -> gate.refused() == 0 && gate.argos(LARGE) == 200 && gate.thekyb(LARGE) == 200);
  }

  @Test
  void thirtyEditsUnderLoadFailNoRequestAndLeaveNothingBehind() {
    editUnderLoad(6);
  }

  @Test
  @Chaos
  void norDoAHundred() {
    editUnderLoad(20);
  }

  /** Each round edits five files, which are good and bad alternately. */
  private static void editUnderLoad(int rounds) {
    List<Duration> took = new ArrayList<>();
    WebhookTraffic vendors = WebhookTraffic.at(gate.gateway().port());
    try (vendors) {
      for (int round = 0; round < rounds; round++) {
        boolean odd = round % 2 == 1;
        String size = odd ? "max: 1KB" : "max: 2MB";
        long saved = System.nanoTime();
        gate.save(ARGOS, "max: 1MB", size);
        gate.save(THEKYB, "max: 1MB", size);
        gate.save(KOMPLIANT, "partners:", odd ? "partner" + round + ":" : "partners:  ");
        gate.save(LIMIT_SIZE, "- process:", odd ? "- proces" + round + ":" : "- process:  ");
        gate.save(CRM, "with_entries(", odd ? "with_entriez(" : "with_entries( ");
        int status = odd ? 413 : 200;

        soon().until(() -> gate.argos(LARGE) == status && gate.thekyb(LARGE) == status);

        took.add(Duration.ofNanos(System.nanoTime() - saved));
        String here = String.valueOf(round);
        soon().until(() -> !odd || gate.problem(KOMPLIANT).contains("'partner" + here + "'"));
        soon().until(() -> !odd || gate.problem(LIMIT_SIZE).contains("'proces" + here + "'"));
        soon().until(() -> !odd || gate.problem(CRM).contains("did you mean 'with_entries'?"));
        soon().until(() -> odd || gate.refused() == 0);
      }
    }

    assertThat(vendors.failures()).isEmpty();
    assertThat(vendors.answered()).isGreaterThan(1000);
    // The load uses the whole machine, so the time that an edit then waits means nothing.
    assertThat(took.subList(1, took.size())).anyMatch(time -> time.compareTo(PROMISED) < 0);
    soon().until(() -> camel.getRoutesSize() == routes);
    assertThat(camel.getEndpoints()).hasSize(endpoints);
  }

  @Test
  void aKameletThatNamesClassesAsTheVersionBeforeIsServed() throws IOException {
    try (Stream<Path> kamelets = Files.list(Path.of("src/test/resources/upgrade/kamelets"))) {
      for (Path kamelet : kamelets.toList()) {
        gate.write("kamelets/" + kamelet.getFileName(), Files.readString(kamelet));
      }
    }

    soon()
        .until(
            () -> gate.state("kamelets/publish.kamelet.yaml").path("state").asText(),
            "served"::equals);
    assertThat(gate.refused()).isZero();
    assertThat(gate.argos(LARGE)).isEqualTo(200);
  }

  @Test
  void aMistakeIsToldEverywhereAndNothingElseChanges(CapturedOutput log) {
    gate.save(ARGOS, "kamelet:allow-sources", "kamelet:alow-sources");

    soon().until(() -> gate.refused() == 1);
    String sentence = "unknown kamelet 'alow-sources', did you mean 'allow-sources'?";
    String place = gate.file(ARGOS) + ", line " + EditedGateway.lineOf(ARGOS, "allow-sources");
    assertThat(gate.state(ARGOS).path("state").asText()).isEqualTo("refused");
    assertThat(gate.state(ARGOS).path("earlier").asBoolean()).isTrue();
    assertThat(gate.problem(ARGOS)).isEqualTo(sentence);
    assertThat(gate.state(THEKYB).path("state").asText()).isEqualTo("served");
    assertThat(gate.operators(READINESS).path("status").asText()).isEqualTo("UP");
    assertThat(gate.operators(READINESS).at("/components/routes/details/refused/0").asText())
        .isEqualTo(place + ": " + sentence);
    assertThat(log).contains("Not served: " + place + ": " + sentence);
    assertThat(gate.argos(LARGE)).isEqualTo(200);

    gate.restore(ARGOS);

    soon().until(() -> gate.refused() == 0);
    assertThat(gate.state(ARGOS).path("state").asText()).isEqualTo("served");
    assertThat(gate.operators(READINESS).at("/components/routes").has("details")).isFalse();
  }

  @Test
  void aNewFileIsServedAndADeletedOneIsNot() {
    gate.write(
        "vendors/acme.camel.yaml",
        shipped(ARGOS)
            .replace("id: argos", "id: acme")
            .replace("/webhooks/argos", "/webhooks/acme"));

    soon().until(() -> gate.status(Request.post("/webhooks/acme")) == 401);
    gate.delete("vendors/acme.camel.yaml");
    soon().until(() -> gate.status(Request.post("/webhooks/acme")) == 404);
  }

  @Test
  void aPathMovesAndAFileMaybeRenamedUnderIt() {
    gate.save(ARGOS, "/webhooks/argos", "/webhooks/argos/v2");

    soon().until(() -> gate.status(Request.post("/webhooks/argos/v2")) == 401);
    soon().until(() -> gate.status(Request.post("/webhooks/argos")) == 404);

    gate.rename(ARGOS, "vendors/argos-2.camel.yaml");

    soon()
        .until(
            () -> gate.state("vendors/argos-2.camel.yaml").path("state").asText().equals("served"));
    assertThat(gate.status(Request.post("/webhooks/argos/v2"))).isEqualTo(401);
    assertThat(gate.state(ARGOS).isMissingNode()).isTrue();
    gate.delete("vendors/argos-2.camel.yaml");
  }

  @Test
  void aStartAsEditorsWriteItIsServedAndReplacedAndIsTheSamePath() {
    String ours =
        """
              uri: platform-http:/webhooks/argos
              parameters: {httpMethodRestrict: POST, consumes: application/json}
        """;
    String editors =
        """
              id: from-1000
              uri: platform-http
              parameters:
                path: /webhooks/argos
                httpMethodRestrict: POST
                consumes: application/json
        """;
    String inOneLine =
        """
              uri: platform-http:/webhooks/argos?httpMethodRestrict=POST&consumes=application/json
        """;

    gate.write(ARGOS, shippedWith(ours, editors).replace("max: 1MB", "max: 1KB"));
    soon().until(() -> gate.argos(LARGE) == 413);
    assertThat(gate.argos(10)).isEqualTo(200);
    assertThat(gate.status(Request.get("/webhooks/argos"))).isEqualTo(405);

    gate.write(ARGOS, shippedWith(ours, editors));
    soon().until(() -> gate.argos(LARGE) == 200);

    gate.write(ARGOS, shippedWith(ours, inOneLine).replace("max: 1MB", "max: 1KB"));
    soon().until(() -> gate.argos(LARGE) == 413);
    assertThat(gate.argos(10)).isEqualTo(200);

    gate.write(
        "vendors/zeta.camel.yaml", shippedWith(ours, editors).replace("id: argos", "id: zeta"));
    soon().until(() -> gate.refused() == 1);
    assertThat(gate.problem("vendors/zeta.camel.yaml"))
        .startsWith("another route starts from 'platform-http:/webhooks/argos' already");
    gate.delete("vendors/zeta.camel.yaml");
    soon().until(() -> gate.refused() == 0);
  }

  private static String shippedWith(String right, String other) {
    assertThat(shipped(ARGOS)).contains(right);
    return shipped(ARGOS).replace(right, other);
  }

  @Test
  void aKameletReachesTheRoutesThatUseIt() {
    gate.save(LIMIT_SIZE, "max: \"{{max}}\"", "max: 2KB");

    soon().until(() -> gate.argos(LARGE) == 413 && gate.thekyb(LARGE) == 413);
  }

  @Test
  void theKameletOfEachRouteIsChangedWithTheRest() {
    String quarantine = "kamelets/quarantine.kamelet.yaml";
    Request unreadable = Request.post("/webhooks/argos?key=local-argos-key").body("no JSON");

    gate.save(quarantine, "- process: {ref: quarantine}", "- stop: {}");

    // An event that is not on disk is not answered as if it were.
    soon().until(() -> gate.status(unreadable) == 503);
    gate.restore(quarantine);
    soon().until(() -> gate.status(unreadable) == 200);
  }

  @Test
  void aKameletThatDoesNotGoWithTheRoutesIsRefusedAsAWhole() {
    gate.write(
        LIMIT_SIZE,
        shipped(LIMIT_SIZE)
            .replace("\n      max:", "\n      largest:")
            .replace("{{max}}", "{{largest}}"));

    soon().until(() -> gate.problem(LIMIT_SIZE).contains("the change is not served"));
    assertThat(gate.problem(ARGOS)).contains("kamelet 'limit-size' has no parameter 'max'");
    assertThat(gate.argos(LARGE)).isEqualTo(200);
    gate.save(ARGOS, "max: 1MB", "max: 1KB");
    soon().until(() -> gate.argos(LARGE) == 413);
  }

  @Test
  void aKameletAndItsRoutesMayChangeTogether() {
    gate.saveAll("{max: ", "{largest: ");
    gate.write(
        LIMIT_SIZE,
        shipped(LIMIT_SIZE)
            .replace("\n      max:", "\n      largest:")
            .replace("{{max}}", "{{largest}}"));

    soon()
        .until(
            () ->
                gate.state(LIMIT_SIZE).path("state").asText().equals("served")
                    && gate.refused() == 0);
    assertThat(gate.argos(LARGE)).isEqualTo(200);
  }

  @Test
  void anEditorsOwnFilesAndHalvesOfFilesAreNotLookedAt(CapturedOutput log) throws IOException {
    Files.createSymbolicLink(gate.file("vendors/.#argos.camel.yaml"), Path.of("nobody@nowhere"));
    int before = log.length();
    gate.write("vendors/argos.camel.yaml~", "half of i");
    Files.move(
        gate.file(ARGOS),
        gate.file("vendors/argos.camel.yaml.bak"),
        StandardCopyOption.REPLACE_EXISTING);
    gate.save(ARGOS, "max: 1MB", "max: 1KB");

    soon().until(() -> gate.argos(LARGE) == 413);

    Files.delete(gate.file("vendors/.#argos.camel.yaml"));
    assertThat(log.getAll().substring(before))
        .doesNotContain("Not served")
        .doesNotContain("not served any more");
  }

  @Test
  void aFolderThatIsGoneForAWhileTakesNothingAway() throws IOException {
    Files.move(gate.file("vendors"), gate.file("elsewhere"));

    soon().until(() -> gate.refused() == 1);
    assertThat(gate.argos(LARGE)).isEqualTo(200);
    Files.move(gate.file("elsewhere"), gate.file("vendors"));
    soon().until(() -> gate.refused() == 0);
  }

  @Test
  void aRequestThatIsUnderWayIsAnsweredByTheRouteThatItCameTo() throws IOException {
    byte[] body =
        "{\"webhook_trigger\":\"created\",\"submission_id\":\"slow\"}"
            .getBytes(StandardCharsets.UTF_8);
    try (Socket sender = Wire.connect(gate.gateway().port())) {
      sender
          .getOutputStream()
          .write(
              ("POST /webhooks/argos?key=local-argos-key HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      sender.getOutputStream().write(body, 0, 10);
      gate.delete(ARGOS);
      soon().until(() -> gate.argos(1) == 404);

      sender.getOutputStream().write(body, 10, body.length - 10);

      Answer answer = Wire.parse(sender.getInputStream().readAllBytes());
      assertThat(answer.status()).isEqualTo(200);
    }
  }
}
