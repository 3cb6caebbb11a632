package io.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.gateway.Bus.Received;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.Request;
import io.gatehouse.gateway.Scrape;
import io.gatehouse.gateway.VendorSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A subject that changes from one state to another and back, at vendors that send neither id nor
 * time: consumers read last what the vendor sent last.
 */
class StatesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  /** Vendor, queue, and the texts of two states of a subject, whose place is marked by %s. */
  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of(
            "kompar",
            "kyc.lending",
            "{'application_id':'%s','accepted':true}",
            "{'application_id':'%s','accepted':false}"),
        Arguments.of(
            "sumsub",
            "kyc.identity",
            "{'applicantId':'%s','correlationId':'req-1','type':'applicantReviewed',"
                + "'reviewResult':{'reviewAnswer':'GREEN'}}",
            "{'applicantId':'%s','correlationId':'req-1','type':'applicantReset'}"),
        Arguments.of(
            "veriff",
            "kyc.identity",
            "{'status':'success','verification':{'id':'%s','status':'approved'}}",
            "{'status':'success','verification':{'id':'%s','status':'declined'}}"),
        Arguments.of(
            "veriff",
            "kyc.identity",
            "{'id':'%s','action':'submitted','vendorData':'user-1'}",
            "{'status':'success','verification':{'id':'%s','status':'resubmission_requested',"
                + "'decisionTime':'2026-03-06T08:27:33.015Z'}}"),
        Arguments.of(
            "argos",
            "kyc.identity",
            "{'webhook_trigger':'retry','submission_id':'%s'}",
            "{'webhook_trigger':'submit','submission_id':'%s'}"),
        Arguments.of(
            "kompliant",
            "kyc.business",
            "{'event':'decision_analytics_completed','application_id':'%s'}",
            "{'id':'%1$s-id','event':'decision_analytics_completed','application_id':'%1$s'}"),
        Arguments.of(
            "thekyb",
            "kyc.identity",
            "{'type':'service_initiated','status':'pending','services':['kyc'],"
                + "'kyb_backoffice_id':'%s'}",
            "{'type':'service_resolved','status':'resolved','services':['kyc'],"
                + "'kyb_backoffice_id':'%s'}"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("states")
  void aStateThatComesBackIsOnTheBusAgain(String vendor, String queue, String a, String b) {
    Gateway gateway = Gateway.shared();
    String subject = UUID.randomUUID().toString();

    String first = gateway.send(request(vendor, a, subject)).id();
    String second = gateway.send(request(vendor, b, subject)).id();
    String third = gateway.send(request(vendor, a, subject)).id();
    String repeated = gateway.send(request(vendor, a, subject)).id();

    assertThat(ids(gateway, queue, subject)).containsExactly(first, second, third);
    assertThat(repeated).isEqualTo(third).isNotEqualTo(first);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("states")
  void aLateRetryOfAnUnansweredStateDoesNotSetItBack(
      String vendor, String queue, String a, String b) {
    Gateway gateway = Gateway.shared();
    String subject = storedWithoutAnAnswer(gateway, vendor, queue, a);
    String first = ids(gateway, queue, subject).get(0);
    String second = gateway.send(request(vendor, b, subject)).id();

    String late = gateway.send(request(vendor, a, subject)).id();

    assertThat(late).isEqualTo(first);
    assertThat(ids(gateway, queue, subject)).containsExactly(first, second);
  }

  /** A reset may also arrive before the request is read; then the next subject is tried. */
  private static String storedWithoutAnAnswer(
      Gateway gateway, String vendor, String queue, String state) {
    for (int i = 0; i < 10; i++) {
      String subject = UUID.randomUUID().toString();
      gateway.sendAndReset(request(vendor, state, subject));
      try {
        await().atMost(Duration.ofSeconds(2)).until(() -> !ids(gateway, queue, subject).isEmpty());
        return subject;
      } catch (ConditionTimeoutException e) {
        // The gateway has seen the reset first.
      }
    }
    throw new AssertionError("Each reset came before the request had been read");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("states")
  void anEqualStateWithNoneInBetweenIsARetryForTwoHours(
      String vendor, String queue, String a, String b) {
    Gateway gateway = Gateway.shared();
    String subject = UUID.randomUUID().toString();

    String first = gateway.send(request(vendor, a, subject)).id();
    String again = gateway.send(request(vendor, a, subject)).id();
    gateway.send(request(vendor, b, UUID.randomUUID().toString()));
    String later = gateway.send(request(vendor, a, subject)).id();

    assertThat(List.of(again, later)).containsOnly(first);
    assertThat(ids(gateway, queue, subject)).containsExactly(first);
  }

  @Test
  void aStateComesBackAfterARestartToo() throws IOException {
    Path data = Files.createDirectory(folder.resolve("broker"));
    String subject = UUID.randomUUID().toString();
    Gateway before = Gateway.start(data, Map.of());
    String unanswered = storedWithoutAnAnswer(before, "kompar", "kyc.lending", accepted(true));
    String first = before.send(request("kompar", accepted(true), subject)).id();
    String second = before.send(request("kompar", accepted(false), subject)).id();
    before.send(request("kompar", accepted(false), unanswered));
    before.stop();

    Gateway after = Gateway.start(data, Map.of());
    try {
      String third = after.send(request("kompar", accepted(true), subject)).id();
      after.send(request("kompar", accepted(true), unanswered));

      assertThat(ids(after, "kyc.lending", subject)).containsExactly(first, second, third);
      assertThat(ids(after, "kyc.lending", unanswered)).hasSize(2);
    } finally {
      after.stop();
    }
  }

  @Test
  void twoCasesWithAllElseEqualAreTwoEvents() {
    Gateway gateway = Gateway.shared();
    String initiated =
        "{'type':'service_initiated','status':'pending','services':['kyc'],"
            + "'kyb_backoffice_id':'%s'}";
    String one = UUID.randomUUID().toString();
    String other = UUID.randomUUID().toString();
    double before = differing(gateway, "thekyb", "kyc.identity.started");

    gateway.send(request("thekyb", initiated, one));
    gateway.send(request("thekyb", initiated, other));

    assertThat(ids(gateway, "kyc.identity", one)).hasSize(1);
    assertThat(ids(gateway, "kyc.identity", other)).hasSize(1);
    assertThat(differing(gateway, "thekyb", "kyc.identity.started"))
        .as("two keys, and not one that says two things")
        .isEqualTo(before);
  }

  @Test
  void aStateOfSumsubsIsKnownByItsTimeAlsoToTheSecond() {
    Gateway gateway = Gateway.shared();
    String subject = UUID.randomUUID().toString();
    String review =
        "{'applicantId':'%s','correlationId':'req-1','type':'applicantReviewed',"
            + "'createdAt':'2026-11-30 08:TIME+0000','reviewResult':{'reviewAnswer':'GREEN'}}";
    String reset =
        "{'applicantId':'%s','correlationId':'req-1','type':'applicantReset',"
            + "'createdAt':'2026-11-30 08:10:00+0000'}";

    gateway.send(request("sumsub", review.replace("TIME", "00:00"), subject));
    gateway.send(request("sumsub", reset, subject));
    gateway.send(request("sumsub", review.replace("TIME", "20:00"), subject));
    gateway.send(request("sumsub", review.replace("TIME", "20:00"), subject));

    assertThat(gateway.bus().browse("kyc.identity"))
        .filteredOn(event -> subject.equals(event.attribute("subject")))
        .extracting(event -> event.attribute("time"))
        .containsExactly("2026-11-30T08:00:00Z", "2026-11-30T08:10:00Z", "2026-11-30T08:20:00Z");
  }

  @Test
  void aTimeThatMeansNoneMakesNoKeyThatHoldsForEver() {
    Gateway gateway = Gateway.shared();
    String subject = UUID.randomUUID().toString();
    String onHold =
        "{'applicantId':'%s','type':'applicantOnHold','createdAtMs':'0001-01-01T00:00:00'}";
    String reset =
        "{'applicantId':'%s','type':'applicantReset','createdAtMs':'0001-01-01T00:00:00'}";

    String first = gateway.send(request("sumsub", onHold, subject)).id();
    String second = gateway.send(request("sumsub", reset, subject)).id();
    String third = gateway.send(request("sumsub", onHold, subject)).id();

    assertThat(ids(gateway, "kyc.identity", subject)).containsExactly(first, second, third);
  }

  /** Vendor, queue, type, and two texts with one natural key and different content. */
  static Stream<Arguments> differing() {
    return Stream.of(
        Arguments.of(
            "kompliant",
            "kyc.business",
            "kyc.business.assessed",
            "{'event':'decision_analytics_completed','application_id':'%s'}",
            "{'event':'decision_analytics_completed','application_id':'%s','score':7}"),
        Arguments.of(
            "sumsub",
            "kyc.identity",
            "kyc.identity.pending",
            "{'applicantId':'%s','type':'applicantOnHold','createdAtMs':'2026-02-03 10:04:25.004',"
                + "'reviewStatus':'onHold'}",
            "{'applicantId':'%s','type':'applicantOnHold','createdAtMs':'2026-02-03 10:04:25.004',"
                + "'reviewStatus':'queued'}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differing")
  void anEqualKeyThatSaysSomethingElseIsPublishedAndCounted(
      String vendor, String queue, String type, String some, String other) {
    Gateway gateway = Gateway.shared();
    String subject = UUID.randomUUID().toString();
    double before = differing(gateway, vendor, type);

    String first = gateway.send(request(vendor, some, subject)).id();
    String second = gateway.send(request(vendor, other, subject)).id();
    String retry = gateway.send(request(vendor, other, subject)).id();

    assertThat(ids(gateway, queue, subject)).containsExactly(first, second);
    assertThat(retry).isEqualTo(second);
    assertThat(differing(gateway, vendor, type)).isEqualTo(before + 1);
  }

  private static double differing(Gateway gateway, String vendor, String type) {
    return Scrape.of(gateway)
        .value("gatehouse_events_total", "vendor", vendor, "type", type, "outcome", "differs");
  }

  private static String accepted(boolean accepted) {
    return "{'application_id':'%s','accepted':" + accepted + "}";
  }

  /** A request of the vendor with this text about the subject, with single quotes for double. */
  private static Request request(String vendor, String text, String subject) {
    try {
      return VendorSample.of(vendor).stream()
          .filter(sample -> !sample.request().line().contains("applications"))
          .findFirst()
          .orElseThrow()
          .saying(JSON.readTree(text.formatted(subject).replace('\'', '"')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> ids(Gateway gateway, String queue, String subject) {
    return gateway.bus().browse(queue).stream()
        .filter(event -> subject.equals(event.attribute("subject")))
        .map((Received event) -> event.attribute("id"))
        .toList();
  }
}
