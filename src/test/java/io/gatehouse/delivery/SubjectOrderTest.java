package io.gatehouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.delivery.SubjectOrder.Position;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Which event of a subject is delivered next. */
class SubjectOrderTest {

  private static final Instant NOW = Instant.now();
  private static final Instant LATER =
      NOW.plus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.MILLIS);

  private SubjectOrder order;

  @BeforeEach
  void emptyDatabase() {
    DriverManagerDataSource source =
        new DriverManagerDataSource(
            "jdbc:h2:mem:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"
                .formatted(UUID.randomUUID()),
            "gatehouse",
            "");
    Flyway.configure().dataSource(source).load().migrate();
    order = new SubjectOrder(JdbcClient.create(source));
  }

  private static Delivery event(String id, String subject) {
    return event(id, subject, "crm");
  }

  private static Delivery event(String id, String subject, String receiver) {
    Map<String, String> attributes = Map.of("id", id, "source", "/argos", "type", "kyc.x.y");
    return new Delivery(
        receiver, new QueuedEvent(attributes, "application/json", new byte[0], true, subject, 0));
  }

  private Position position(Delivery delivery) {
    return order.positionOf(delivery, NOW);
  }

  @Test
  void anEventIsFreeWhereNoneOfItsSubjectWaits() {
    assertThat(position(event("1", "anna"))).isEqualTo(new Position.Free());
  }

  @Test
  void theEventThatWaitsIsFirstAndThoseOfItsSubjectAreBehindItUntilItIsDue() {
    order.await(event("1", "anna"), LATER);

    assertThat(position(event("1", "anna"))).isEqualTo(new Position.First());
    assertThat(position(event("2", "anna"))).isEqualTo(new Position.After(LATER));
  }

  @Test
  void otherSubjectsOtherReceiversAndEventsWithoutASubjectAreFree() {
    order.await(event("1", "anna"), LATER);

    assertThat(position(event("2", "bert"))).isEqualTo(new Position.Free());
    assertThat(position(event("2", "anna", "kyc-core"))).isEqualTo(new Position.Free());
    assertThat(position(event("2", null))).isEqualTo(new Position.Free());
  }

  @Test
  void anEventWithoutASubjectHoldsNobodyBack() {
    order.await(event("1", null), LATER);

    assertThat(position(event("2", null))).isEqualTo(new Position.Free());
  }

  @Test
  void theyGoInTheOrderInWhichTheyBeganToWaitHoweverOftenOneIsTried() {
    order.await(event("1", "anna"), LATER);
    order.await(event("2", "anna"), LATER);
    order.await(event("1", "anna"), LATER.plusSeconds(60));
    order.await(event("3", "anna"), LATER);

    assertThat(position(event("1", "anna"))).isEqualTo(new Position.First());
    order.leave(event("1", "anna"));
    assertThat(position(event("2", "anna"))).isEqualTo(new Position.First());
    order.leave(event("2", "anna"));
    assertThat(position(event("3", "anna"))).isEqualTo(new Position.First());
    order.leave(event("3", "anna"));
    assertThat(position(event("4", "anna"))).isEqualTo(new Position.Free());
  }

  @Test
  void whoIsBehindAnEventThatIsDueLooksAgainSoon() {
    order.await(event("1", "anna"), NOW.minusSeconds(60));

    assertThat(position(event("2", "anna")))
        .isInstanceOfSatisfying(
            Position.After.class,
            after -> assertThat(after.earliest()).isBetween(NOW, NOW.plusSeconds(30)));
  }

  @Test
  void anEventThatDoesNotComeBackHoldsNobodyBackForEver() {
    Instant longAgo = NOW.minus(SubjectOrder.LATEST).minusSeconds(60);
    order.await(event("1", "anna"), longAgo);

    assertThat(order.positionOf(event("2", "anna"), longAgo)).isEqualTo(new Position.Free());
  }

  @Test
  void anEventWhoseQueueWasNotConsumedMeanwhileIsWaitedFor() {
    order.await(event("1", "anna"), NOW.minus(SubjectOrder.LATEST).minusSeconds(60));

    assertThat(position(event("2", "anna"))).isInstanceOf(Position.After.class);
  }
}
