package io.gatehouse.admin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Records who read or moved which message. An action that cannot be recorded is not performed. */
@Component
class OperatorRecords {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorRecords.class);

  private static final String DONE = "done";
  private static final int LONGEST = 256;
  private static final int LONGEST_HANDLE = 512;

  private final JdbcClient database;

  OperatorRecords(JdbcClient database) {
    this.database = database;
  }

  /** An action on a message. */
  enum Action {
    SHOW,
    RETRY,
    DISCARD
  }

  /**
   * Records an action before it is performed.
   *
   * @param reason the operator's, or null
   * @return the record's number
   * @throws OperationException if it cannot be recorded
   */
  long write(Action action, String queue, ParkedMessage parked, Operator operator, String reason) {
    String word = action.name().toLowerCase(Locale.ROOT);
    try {
      var key = new org.springframework.jdbc.support.GeneratedKeyHolder();
      database
          .sql(
              """
              insert into operator_record
                (recorded_at, operator, address, action, queue, message, event, type, reason)
              values (:at, :operator, :address, :action, :queue, :message, :event, :type, :reason)
              """)
          .param("at", Instant.now().atOffset(ZoneOffset.UTC))
          .param("operator", operator.name())
          .param("address", operator.address())
          .param("action", word)
          .param("queue", queue)
          .param("message", cut(parked.handle(), LONGEST_HANDLE))
          .param("event", cut(parked.attribute("id"), LONGEST))
          .param("type", cut(parked.attribute("type"), LONGEST))
          .param("reason", reason)
          .update(key, "id");
      long number = Objects.requireNonNull(key.getKey()).longValue();
      LOG.info("Operator record {}: {} a message of {}", number, word, queue);
      return number;
    } catch (DataAccessException e) {
      LOG.error("An operator's action was not recorded, and not done: {}", e.getClass().getName());
      throw unavailable();
    }
  }

  /** Adds the outcome: why the message stays, or null if the action succeeded. */
  void settle(long number, RedriveRefusal refusal) {
    try {
      database
          .sql("update operator_record set outcome = :outcome where id = :id")
          .param("outcome", refusal == null ? DONE : refusal.word())
          .param("id", number)
          .update();
    } catch (DataAccessException e) {
      LOG.warn("Operator record {} has no outcome: {}", number, e.getClass().getName());
    }
  }

  /** How many records there are. */
  long count() {
    try {
      return database.sql("select count(*) from operator_record").query(Long.class).single();
    } catch (DataAccessException e) {
      throw unavailable();
    }
  }

  /** One page of records, the newest first. */
  List<Map<String, Object>> page(Page page) {
    try {
      return database
          .sql(
              """
              select id, recorded_at, operator, address, action, queue, message, event, type,
                reason, outcome
              from operator_record order by id desc limit :size offset :first
              """)
          .param("size", page.size())
          .param("first", page.first())
          .query(
              (row, number) -> {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("record", row.getLong("id"));
                line.put("time", row.getTimestamp("recorded_at").toInstant().toString());
                line.put("by", row.getString("operator"));
                for (String column :
                    List.of(
                        "address", "action", "queue", "message", "event", "type", "reason",
                        "outcome")) {
                  line.put(column, row.getString(column));
                }
                line.values().removeIf(Objects::isNull);
                return line;
              })
          .list();
    } catch (DataAccessException e) {
      throw unavailable();
    }
  }

  private static OperationException unavailable() {
    return OperationException.unavailable(
        "The gateway's database cannot be used; what cannot be recorded is not done.");
  }

  private static String cut(String text, int longest) {
    return text == null || text.length() <= longest ? text : text.substring(0, longest);
  }
}
