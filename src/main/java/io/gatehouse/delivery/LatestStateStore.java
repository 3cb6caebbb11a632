package io.gatehouse.delivery;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The time of the newest event that a receiver got, for each subject and each family of states that
 * follow one another.
 */
@Component
class LatestStateStore {

  private final JdbcClient database;

  LatestStateStore(JdbcClient database) {
    this.database = database;
  }

  /** Whether the receiver knows a later state of the same subject and family. */
  boolean knowsLater(String receiver, String subject, Delivery.State state) {
    return newest(receiver, subject, state.family())
        .filter(newest -> Instant.parse(newest).isAfter(state.since()))
        .isPresent();
  }

  private Optional<String> newest(String receiver, String subject, String family) {
    return database
        .sql(
            "select event_time from newest_delivery"
                + " where receiver = ? and subject = ? and family = ?")
        .params(receiver, subject, family)
        .query(String.class)
        .optional();
  }

  /**
   * Records a delivered state, unless a later one is recorded. Another gateway may do so at the
   * same moment; the later time is kept.
   */
  void delivered(String receiver, String subject, Delivery.State state) {
    while (!updated(receiver, subject, state)) {
      // Another gateway was faster: what it recorded may be earlier than this.
    }
  }

  private boolean updated(String receiver, String subject, Delivery.State state) {
    Optional<String> newest = newest(receiver, subject, state.family());
    if (newest.isEmpty()) {
      return first(receiver, subject, state);
    }
    return !Instant.parse(newest.get()).isBefore(state.since())
        || replaced(newest.get(), receiver, subject, state);
  }

  /** Whether this is the first state, and no other gateway has recorded one. */
  private boolean first(String receiver, String subject, Delivery.State state) {
    return database
            .sql(
                "insert into newest_delivery (receiver, subject, family, event_time)"
                    + " values (?, ?, ?, ?) on conflict do nothing")
            .params(receiver, subject, state.family(), state.since().toString())
            .update()
        == 1;
  }

  /** Whether the stored state was replaced, and no other gateway has replaced it. */
  private boolean replaced(String newest, String receiver, String subject, Delivery.State state) {
    return database
            .sql(
                "update newest_delivery set event_time = ?"
                    + " where receiver = ? and subject = ? and family = ? and event_time = ?")
            .params(state.since().toString(), receiver, subject, state.family(), newest)
            .update()
        == 1;
  }
}
