package io.gatehouse.admin;

import io.gatehouse.admin.ParkedMessageEndpoint.RedriveProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Records who read or moved which message, and shows the records, {@code
 * /actuator/operatorrecords}. An action that cannot be recorded is not performed.
 */
@Component
@Endpoint(id = OperatorRecords.ID)
class OperatorRecords {

  static final String ID = "operatorrecords";

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
  void settle(long number, RedriveProblem refusal) {
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

  /** One page of records, the newest first. */
  @ReadOperation
  Map<String, Object> list(@Nullable Integer page, @Nullable Integer size) {
    Page wanted = Page.of(page, size);
    try {
      long total = database.sql("select count(*) from operator_record").query(Long.class).single();
      return wanted.answer(total, "records", records(wanted));
    } catch (DataAccessException e) {
      throw unavailable();
    }
  }

  private List<Map<String, Object>> records(Page page) {
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
  }

  private static OperationException unavailable() {
    return OperationException.unavailable(
        "The gateway's database cannot be used; what cannot be recorded is not done.");
  }

  private static String cut(String text, int longest) {
    return text == null || text.length() <= longest ? text : text.substring(0, longest);
  }

  /**
   * Who sends the request.
   *
   * @param name as given by the operator, unverified; null if there is none
   * @param address the peer's
   */
  record Operator(String name, String address) {

    /** Every operation accepts it. */
    static final String PARAMETER = "by";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}@._ +-]{1,64}");

    /**
     * The operator of the request on this thread.
     *
     * @param inBody the name from the body, or null: then the query may contain it
     */
    static Operator of(String inBody) {
      HttpServletRequest request =
          ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
      String name = inBody == null ? request.getParameter(PARAMETER) : inBody;
      if (name != null && !NAME.matcher(name).matches()) {
        throw OperationException.badRequest(
            "by: a name has 1 to 64 letters, digits, blanks and characters of \"@._+-\".");
      }
      return new Operator(name, request.getRemoteAddr());
    }

    static Operator asking() {
      return of(null);
    }
  }
}
