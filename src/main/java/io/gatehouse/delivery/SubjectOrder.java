package io.gatehouse.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the order of a subject's events. While an event waits for its next attempt, later events of
 * the same subject wait behind it here, so that they are delivered in order; other subjects
 * continue.
 */
@Component
class SubjectOrder {

  private static final Logger LOG = LoggerFactory.getLogger(SubjectOrder.class);

  /**
   * How late the first waiting event may be before it counts as removed by an operator: longer than
   * it takes to reach it in a long queue.
   */
  static final Duration LATEST = Duration.ofHours(1);

  /** When to check again if the first waiting event is due at any moment. */
  private static final Duration SOON = Duration.ofMillis(200);

  private final JdbcClient database;

  SubjectOrder(JdbcClient database) {
    this.database = database;
  }

  /** Whether an event may be delivered now. */
  sealed interface Position {

    /** No event of its subject waits. */
    record Free() implements Position {}

    /** It has waited, and is the first. */
    record First() implements Position {}

    /** Others are before it. */
    record After(Instant earliest) implements Position {}
  }

  /** The first waiting event of a subject. */
  private record First(String event, OffsetDateTime retryAt) {}

  /**
   * Finds the event's position. If it is behind others, it must be put behind them.
   *
   * @param consumingSince since when the queue has been consumed without a pause
   */
  Position positionOf(Delivery delivery, Instant consumingSince) {
    String subject = delivery.event().subjectKey().orElse(null);
    if (subject == null) {
      return new Position.Free();
    }
    Instant now = Instant.now();
    Optional<First> first = first(delivery.receiver(), subject);
    while (first.isPresent() && isGone(first.get(), delivery, now, consumingSince)) {
      LOG.warn("An event for {} has not come back from its wait", delivery.receiver());
      leave(delivery.receiver(), subject, first.get().event());
      first = first(delivery.receiver(), subject);
    }
    if (first.isEmpty()) {
      return new Position.Free();
    }
    if (first.get().event().equals(delivery.event().key())) {
      return new Position.First();
    }
    Instant due = first.get().retryAt().toInstant();
    Instant earliest = due.isAfter(now.plus(SOON)) ? due : now.plus(SOON);
    return new Position.After(earliest);
  }

  private static boolean isGone(
      First first, Delivery delivery, Instant now, Instant consumingSince) {
    Instant due = first.retryAt().toInstant();
    Instant expected = due.isAfter(consumingSince) ? due : consumingSince;
    return !first.event().equals(delivery.event().key()) && now.isAfter(expected.plus(LATEST));
  }

  private Optional<First> first(String receiver, String subject) {
    return database
        .sql(
            "select event, retry_at from waiting_event where receiver = ? and subject = ?"
                + " order by turn limit 1")
        .params(receiver, subject)
        .query(
            (row, number) ->
                new First(row.getString("event"), row.getObject("retry_at", OffsetDateTime.class)))
        .optional();
  }

  /** Adds an event to the waiting ones, or updates when it is retried. */
  void await(Delivery delivery, Instant retryAt) {
    delivery
        .event()
        .subjectKey()
        .ifPresent(subject -> await(delivery, subject, retryAt.atOffset(ZoneOffset.UTC)));
  }

  private void await(Delivery delivery, String subject, OffsetDateTime retryAt) {
    String receiver = delivery.receiver();
    String event = delivery.event().key();
    int known =
        database
            .sql(
                "update waiting_event set retry_at = ?"
                    + " where receiver = ? and subject = ? and event = ?")
            .params(retryAt, receiver, subject, event)
            .update();
    if (known == 0) {
      database
          .sql(
              "insert into waiting_event (receiver, subject, event, turn, retry_at)"
                  + " select ?, ?, ?, coalesce(max(turn), 0) + 1, ? from waiting_event"
                  + " where receiver = ? and subject = ?")
          .params(receiver, subject, event, retryAt, receiver, subject)
          .update();
    }
  }

  /** Removes an event from the waiting ones: it has been handled. */
  void leave(Delivery delivery) {
    delivery
        .event()
        .subjectKey()
        .ifPresent(subject -> leave(delivery.receiver(), subject, delivery.event().key()));
  }

  private void leave(String receiver, String subject, String event) {
    database
        .sql("delete from waiting_event where receiver = ? and subject = ? and event = ?")
        .params(receiver, subject, event)
        .update();
  }
}
