package io.gatehouse.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.id;
import static io.gatehouse.delivery.Receivers.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the mappings in the route files make of an event. */
class MappingTest {

  @TempDir Path folder;

  @Test
  void salesforcesRowThatIsLockedIsTriedAgainAndItsOtherRefusalsAreNot() {
    String locked =
        "[{\"message\":\"unable to obtain exclusive access to this record\",\"errorCode\":\"UNABLE_TO_LOCK_ROW\",\"fields\":[]}]";
    try (Receivers receivers = Receivers.with(folder).set("crm.upsert", "true").start()) {
      String busy = id("busy");
      String wrong = id("wrong");
      receivers.atFirst(busy, status(400).withBody(locked));
      receivers.always(
          wrong, status(400).withBody(locked.replace("UNABLE_TO_LOCK_ROW", "INVALID_FIELD")));

      receivers.approved(busy, "s-" + busy);
      receivers.approved(wrong, "s-" + wrong);

      await().until(() -> receivers.requestsOf(busy).size() == 2);
      assertThat(
              receivers.gateway().bus().take("kyc.dead-letter", wrong).orElseThrow().properties())
          .containsEntry("gatehouse_kind", "refused")
          .containsEntry("gatehouse_attempts", 1)
          .containsEntry(
              "gatehouse_answer",
              "message unable to obtain exclusive access to this record errorCode INVALID_FIELD fields");
      assertThat(receivers.gateway().bus().count("kyc.dead-letter", busy)).isZero();
    }
  }

  @Test
  void theCrmGetsAnUpsertByExternalIdAndTheKycSystemAnUpdateOfTheCase() {
    try (Receivers receivers =
        Receivers.with(folder).set("crm.upsert", "true").set("kyc-core.cases", "true").start()) {
      String approved = id("approved");
      String late = id("late");
      String document = id("document");
      receivers.ondato(
          approved, "KycIdentification.Approved", "a person/1", "2026-01-02T00:00:00Z");
      await().until(() -> receivers.requestsOf(approved).size() == 1);
      receivers.ondato(late, "KycIdentification.Created", "a person/1", "2026-01-01T00:00:00Z");
      await().until(() -> receivers.requestsOf(late).size() == 1);
      receivers.ondato(document, "KybIdentification.Document.Created", "case-1", null);

      LoggedRequest upsert = receivers.requestsOf(approved).get(0);
      assertThat(upsert.getMethod().getName()).isEqualTo("PATCH");
      assertThat(upsert.getUrl()).isEqualTo("/events/ondato-a%20person%2F1");
      assertThat(upsert.getHeader("Content-Type")).isEqualTo("application/json");
      assertThat(json(upsert).toString())
          .isEqualTo(
              """
              {"KycStatus__c":"kyc.identity.approved","KycVendor__c":"ondato",\
              "KycPartner__c":"a-1","KycChangedAt__c":"2026-01-02T00:00:00Z"}""");
      assertThat(json(receivers.requestsOf(late).get(0)).toString())
          .isEqualTo("{\"KycLateEvent__c\":\"kyc.identity.submitted\"}");

      await().until(() -> !receivers.kycCore().findAll(putRequestedFor(anyUrl())).isEmpty());
      LoggedRequest update = receivers.kycCore().findAll(putRequestedFor(anyUrl())).get(0);
      JsonNode body = json(update);
      assertThat(update.getUrl()).isEqualTo("/events/ondato-case-1");
      assertThat(body.path("case").asText()).isEqualTo("case-1");
      assertThat(body.at("/update/id").asText()).isEqualTo(document);
      assertThat(body.at("/update/kind").asText()).isEqualTo("kyc.document.created");
      assertThat(body.path("reportedBy").asText()).isEqualTo("ondato/a-1");
      assertThat(body.at("/evidence/Payload/id").asText()).isEqualTo("case-1");
    }
  }
}
