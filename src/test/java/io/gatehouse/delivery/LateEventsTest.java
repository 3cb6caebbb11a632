package io.gatehouse.delivery;

import static io.gatehouse.delivery.Receivers.await;
import static io.gatehouse.delivery.Receivers.forAWhile;
import static io.gatehouse.delivery.Receivers.id;
import static io.gatehouse.delivery.Receivers.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A late event does not reset a customer's state. */
class LateEventsTest {

  private static final String APPROVED = "KycIdentification.Approved";
  private static final String REJECTED = "KycIdentification.Rejected";
  private static final String CREATED = "KycIdentification.Created";

  private static final String EARLIER = "2026-01-01T10:00:00Z";
  private static final String LATER = "2026-01-01T10:00:00.001Z";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "postgresql"})
  void aLateEventIsMarkedAlsoAfterARestart(String kind) {
    try (Database database = Database.of(kind, folder);
        Receivers receivers = database.in(Receivers.with(folder)).start()) {
      String approved = id("approved");
      String created = id("created");
      String rejected = id("rejected");

      receivers.ondato(approved, APPROVED, "late-1", LATER);
      await().until(() -> receivers.requestsOf(approved).size() == 1);
      receivers.ondato(created, CREATED, "late-1", EARLIER);
      await().until(() -> receivers.requestsOf(created).size() == 1);
      receivers.restart();
      receivers.ondato(rejected, REJECTED, "late-1", EARLIER);
      await().until(() -> receivers.requestsOf(rejected).size() == 1);

      assertThat(isSuperseded(receivers, approved)).isFalse();
      assertThat(isSuperseded(receivers, created)).isTrue();
      assertThat(isSuperseded(receivers, rejected)).isTrue();
    }
  }

  @Test
  void bySettingALateEventIsLeftOut() {
    try (Receivers receivers = Receivers.with(folder).set("crm.late-events", "skip").start()) {
      String approved = id("approved");
      String created = id("created");
      String next = id("next");

      receivers.ondato(approved, APPROVED, "late-2", LATER);
      receivers.ondato(created, CREATED, "late-2", EARLIER);
      receivers.ondato(next, REJECTED, "late-2", "2026-01-02T10:00:00Z");

      await().until(() -> receivers.requestsOf(next).size() == 1);
      forAWhile().until(() -> receivers.requestsOf(created).isEmpty());
      assertThat(receivers.gateway().bus().count("kyc.dead-letter", created)).isZero();
    }
  }

  @Test
  void neitherAnotherSubjectNorAnotherKindOfStateNorAnEventWithoutATimeIsLate() {
    try (Receivers receivers = Receivers.with(folder).start()) {
      String approved = id("approved");
      receivers.ondato(approved, APPROVED, "late-3", LATER);
      await().until(() -> receivers.requestsOf(approved).size() == 1);

      String same = id("same-time");
      String other = id("other-subject");
      String business = id("business");
      String timeless = id("timeless");
      receivers.ondato(same, REJECTED, "late-3", LATER);
      receivers.ondato(other, CREATED, "late-4", EARLIER);
      receivers.ondato(business, "KybIdentification.Approved", "late-3", EARLIER);
      receivers.ondato(timeless, REJECTED, "late-3", null);

      String defaultTime = id("default-time");
      String afterDefault = id("after-default");
      receivers.ondato(defaultTime, REJECTED, "late-3", "0001-01-01T00:00:00");
      receivers.ondato(id("default-first"), APPROVED, "late-5", "9999-12-31T23:59:59");
      receivers.ondato(afterDefault, REJECTED, "late-5", EARLIER);

      for (String id :
          java.util.List.of(same, other, business, timeless, defaultTime, afterDefault)) {
        await().until(() -> receivers.requestsOf(id).size() == 1);
        assertThat(isSuperseded(receivers, id)).as(id).isFalse();
      }
    }
  }

  private static boolean isSuperseded(Receivers receivers, String id) {
    return json(receivers.requestsOf(id).get(0)).path("superseded").asBoolean(false);
  }
}
