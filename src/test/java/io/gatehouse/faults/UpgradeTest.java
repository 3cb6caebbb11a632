package io.gatehouse.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.gateway.Answer;
import io.gatehouse.gateway.Bus;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

/**
 * A data folder written by the version with Spring Boot 3.5, Camel 4.17, Artemis 2.55 and H2 2.3,
 * created by {@code src/test/resources/upgrade/write-folder}.
 */
class UpgradeTest {

  private static final Path OLD = Path.of("src/test/resources/upgrade");
  private static final Properties IDS = new Properties();

  private static Receiver crm;
  private static Receiver kycCore;
  private static Gateway gateway;

  @BeforeAll
  static void openTheOldFolder(@TempDir Path folder) throws IOException {
    try (InputStream ids = Files.newInputStream(OLD.resolve("ids.properties"))) {
      IDS.load(ids);
    }
    crm = new Receiver(Duration.ZERO);
    kycCore = new Receiver(Duration.ZERO);
    gateway =
        Gateway.start(
            unpacked(folder.resolve("data")),
            Map.of(
                "gatehouse.routes.directory",
                routes(folder.resolve("routes")).toString(),
                "crm.url",
                crm.url(),
                "kyc-core.url",
                kycCore.url()));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    crm.close();
    kycCore.close();
  }

  private static Path unpacked(Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(OLD.resolve("data.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
    return folder;
  }

  /** The route files, with a window that has not ended since the folder was written. */
  private static Path routes(Path folder) throws IOException {
    FileSystemUtils.copyRecursively(Path.of("routes"), folder);
    Path publish = folder.resolve("kamelets/publish.kamelet.yaml");
    Files.writeString(
        publish, Files.readString(publish).replace("default: PT2H", "default: P36500D"));
    return folder;
  }

  private static String id(String event) {
    return IDS.getProperty(event);
  }

  @ParameterizedTest
  @CsvSource({
    "delivered,    kyc.identity,     subject-1",
    "waiting,      kyc.identity,     subject-2",
    "named,        kyc.identity,     subject-3",
    "noted,        kyc.business,     subject-4",
    "dead,         kyc.screening,    subject-5",
    "unclassified, kyc.unclassified, subject-6"
  })
  void anEventLiesWhereItLay(String event, String queue, String subject) {
    assertThat(gateway.bus().browse(queue))
        .filteredOn(received -> id(event).equals(received.attribute("id")))
        .singleElement()
        .satisfies(received -> assertThat(received.attribute("subject")).isEqualTo(subject))
        .satisfies(received -> assertThat(received.text()).contains(subject));
  }

  @Test
  void whatWaitedIsDeliveredAndWhatWasDeliveredIsNot() {
    await()
        .untilAsserted(
            () -> assertThat(crm.ids()).contains(id("waiting"), id("named"), id("noted")));

    assertThat(crm.ids()).doesNotContain(id("delivered")).doesNotHaveDuplicates();
  }

  @Test
  void aDeadLetterIsPutBackAndDelivered() {
    assertThat(operate("deadletters", "{\"receiver\":\"kyc-core\",\"by\":\"anna\"}").status())
        .isEqualTo(200);

    await().untilAsserted(() -> assertThat(kycCore.ids()).containsExactly(id("dead")));
  }

  @Test
  void aRequestInQuarantineBecomesTheEventThatItsVendorWasTold() {
    assertThat(operate("quarantine", "{\"vendor\":\"argos\",\"by\":\"anna\"}").status())
        .isEqualTo(200);

    await()
        .untilAsserted(
            () ->
                assertThat(gateway.bus().browse("kyc.identity"))
                    .extracting(received -> received.attribute("id"))
                    .contains(id("unreadable"))
                    .doesNotContain(id("discarded")));
  }

  @Test
  void aRepetitionOfAnEventIsOne() {
    Answer named =
        gateway.send(
            Request.post("/webhooks/ondato")
                .header("X-Forwarded-For", "20.31.227.231")
                .header("Authorization", "Basic b25kYXRvOmxvY2FsLW9uZGF0by1wYXNzd29yZA==")
                .body(
                    "{\"id\":\"5b1a9a5e-7d0f-4a53-9a07-8d8f52d0e4a1\",\"type\":\"KycIdentification.Approved\",\"payload\":{\"id\":\"subject-3\"}}"));
    Answer noted =
        gateway.send(
            Request.post("/webhooks/kompliant?partner_id=rockoutpay")
                .header("X-Forwarded-For", "3.230.141.132")
                .body(
                    "{\"event\":\"decision_analytics_completed\",\"application_id\":\"subject-4\"}"));

    assertThat(named.id()).isEqualTo(id("named"));
    assertThat(noted.id()).isEqualTo(id("noted"));
    assertThat(copies("kyc.identity", "named")).isOne();
    assertThat(copies("kyc.business", "noted")).isOne();
  }

  private static long copies(String queue, String event) {
    Bus bus = gateway.bus();
    return bus.browse(queue).stream()
        .filter(received -> id(event).equals(received.attribute("id")))
        .count();
  }

  @Test
  void aReceiverIsToldThatAnEventIsOlderThanWhatItHas() {
    Answer late =
        gateway.send(
            Request.post("/webhooks/argos?key=local-argos-key")
                .body(
                    "{\"webhook_trigger\":\"updated\",\"submission_id\":\"subject-1\",\"update_time\":\"2026-11-30T09:00:00Z\"}"));

    await()
        .untilAsserted(
            () ->
                assertThat(crm.calls())
                    .filteredOn(call -> call.id().equals(late.id()))
                    .singleElement()
                    .matches(Receiver.Call::superseded));
  }

  @Test
  void whatOperatorsDidIsStillWritten() {
    JsonNode records =
        gateway.operate(Request.get("/actuator/operatorrecords?size=100")).json().path("records");

    assertThat(records.findValuesAsText("event")).contains(id("dead"), id("discarded"));
  }

  private static Answer operate(String path, String body) {
    return gateway.operate(Request.post("/actuator/" + path).body(body));
  }
}
