package io.gatehouse.admin;

import io.gatehouse.admin.OperatorRecords.Action;
import io.gatehouse.admin.OperatorRecords.Operator;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The operations on the parked messages of one queue, the same for dead letters and quarantine, and
 * the rules for their parameters. If an operation had a parameter besides the handle, a POST would
 * need a body.
 */
abstract class ParkedMessageEndpoint {

  private static final Pattern REASON = Pattern.compile("[^\\p{Cntrl}]{1,256}");

  private final ParkedMessageQueue queue;
  private final OperatorRecords records;

  ParkedMessageEndpoint(ParkedMessageQueue queue, OperatorRecords records) {
    this.queue = queue;
    this.records = records;
  }

  /**
   * Returns one message to where it belongs, durably, and removes it from the queue; either both or
   * neither.
   *
   * @return why it stays; empty if it has been returned
   */
  abstract Optional<RedriveProblem> redrive(Connection bus, ParkedMessage parked)
      throws JMSException;

  final ParkedMessageQueue queue() {
    return queue;
  }

  /** The number of matching messages, and one page of them. */
  @ReadOperation
  Map<String, Object> list(
      @Nullable Integer page,
      @Nullable Integer size,
      @Nullable String id,
      @Nullable String type,
      @Nullable String vendor,
      @Nullable String subject,
      @Nullable String reason,
      @Nullable String receiver) {
    MessageSelector matching = matching(id, type, vendor, subject, reason, receiver);
    Page wanted = Page.of(page, size);
    List<Map<String, Object>> lines = new ArrayList<>();
    long[] total = new long[1];
    queue.<Void>work(
        bus -> {
          queue.browse(
              bus,
              matching,
              message -> {
                if (wanted.holds(total[0]++)) {
                  lines.add(ParkedMessage.of(message).line());
                }
              });
          return null;
        });
    return wanted.answer(total[0], "messages", lines);
  }

  /** One message; if its payload is requested too, the access is recorded. */
  @ReadOperation
  Map<String, Object> show(@Selector String message, @Nullable Boolean payload) {
    Operator operator = Operator.asking();
    return queue.work(
        bus -> {
          ParkedMessage parked = queue.find(bus, message);
          Map<String, Object> whole = parked.whole();
          if (Boolean.TRUE.equals(payload)) {
            long record = records.write(Action.SHOW, queue.name(), parked, operator, null);
            queue.browse(
                bus,
                MessageSelector.handle(message),
                found -> whole.putAll(ParkedMessage.payload(found)));
            records.settle(record, null);
          }
          return whole;
        });
  }

  /** Redrives one message. */
  @WriteOperation
  Map<String, Object> retry(@Selector String message) {
    Operator operator = Operator.asking();
    return queue.work(
        bus -> {
          ParkedMessage parked = queue.find(bus, message);
          Optional<RedriveProblem> refusal = retry(bus, parked, operator);
          if (refusal.isPresent()) {
            throw stays(refusal.get());
          }
          return done("retried", parked);
        });
  }

  /** Redrives all matching messages. They are listed first, so each is tried once. */
  @WriteOperation
  Map<String, Object> retryAll(
      @Nullable Boolean all,
      @Nullable String id,
      @Nullable String type,
      @Nullable String vendor,
      @Nullable String subject,
      @Nullable String reason,
      @Nullable String receiver,
      @Nullable String by) {
    MessageSelector matching = matching(id, type, vendor, subject, reason, receiver);
    if (matching.isEverything() != Boolean.TRUE.equals(all)) {
      throw OperationException.badRequest(
          "Say which messages are meant: either {\"all\":true}, or at least one of id, type, vendor, subject, reason, receiver.");
    }
    Operator operator = Operator.of(by);
    long[] retried = new long[1];
    Map<String, Long> why = new TreeMap<>();
    try {
      return queue.work(
          bus -> {
            List<ParkedMessage> listed = new ArrayList<>();
            queue.browse(bus, matching, message -> listed.add(ParkedMessage.of(message)));
            for (ParkedMessage parked : listed) {
              retry(bus, parked, operator)
                  .ifPresentOrElse(
                      refusal -> why.merge(refusal.word(), 1L, Long::sum), () -> retried[0]++);
            }
            return counts(retried[0], why);
          });
    } catch (OperationException e) {
      throw e.after(counts(retried[0], why));
    }
  }

  private static Map<String, Object> counts(long retried, Map<String, Long> why) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("retried", retried);
    answer.put("stayed", why.values().stream().mapToLong(Long::longValue).sum());
    answer.put("why", why);
    return answer;
  }

  private Optional<RedriveProblem> retry(Connection bus, ParkedMessage parked, Operator operator)
      throws JMSException {
    long record = records.write(Action.RETRY, queue.name(), parked, operator, null);
    Optional<RedriveProblem> refusal = redrive(bus, parked);
    records.settle(record, refusal.orElse(null));
    return refusal;
  }

  private OperationException stays(RedriveProblem refusal) {
    return OperationException.conflict(
        "It stays in %s. %s".formatted(queue.name(), refusal.sentence()), refusal.word());
  }

  /** Deletes a message. */
  @DeleteOperation
  Map<String, Object> discard(@Selector String message, @Nullable String reason) {
    if (reason == null || reason.isBlank() || !REASON.matcher(reason).matches()) {
      throw OperationException.badRequest(
          "reason: say why the message is discarded, in 1 to 256 characters on one line.");
    }
    Operator operator = Operator.asking();
    return queue.work(
        bus -> {
          ParkedMessage parked = queue.find(bus, message);
          long record = records.write(Action.DISCARD, queue.name(), parked, operator, reason);
          try (Session session =
              bus.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE)) {
            Optional<Message> taken = queue.take(session, parked);
            if (taken.isEmpty()) {
              records.settle(record, RedriveProblem.OUT_OF_REACH);
              throw stays(RedriveProblem.OUT_OF_REACH);
            }
            taken.get().acknowledge();
          }
          records.settle(record, null);
          return done("discarded", parked);
        });
  }

  private static Map<String, Object> done(String status, ParkedMessage parked) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", status);
    if (parked.attribute("id") != null) {
      answer.put("id", parked.attribute("id"));
    }
    return answer;
  }

  private static MessageSelector matching(
      String id, String type, String vendor, String subject, String reason, String receiver) {
    return new MessageSelector()
        .attribute("id", id)
        .attribute("type", type)
        .attribute("vendor", vendor)
        .attribute("subject", subject)
        .attribute("reason", reason)
        .receiver(receiver);
  }

  /**
   * Why a message stays parked.
   *
   * @param word fixed, to be counted
   * @param sentence for the operator
   */
  record RedriveProblem(String word, String sentence) {

    static final RedriveProblem NO_ORIGIN =
        new RedriveProblem("no-origin", "It does not say which queue it came from.");

    static final RedriveProblem NO_QUEUE =
        new RedriveProblem("no-queue", "The queue that it came from is no longer on the bus.");

    static final RedriveProblem NO_COPY =
        new RedriveProblem(
            "no-copy", "Its body is neither text nor bytes, so it cannot be sent again.");

    static final RedriveProblem OUT_OF_REACH =
        new RedriveProblem(
            "out-of-reach",
            "Somebody else has it at this moment, or it lies on disk behind other messages.");
  }
}
