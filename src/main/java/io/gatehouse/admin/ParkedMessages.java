package io.gatehouse.admin;

import io.gatehouse.admin.OperatorRecords.Action;
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
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;

/** The operations on the parked messages of one queue, the same for dead letters and quarantine. */
final class ParkedMessages {

  private final ParkedMessageQueue queue;
  private final Redrive redrive;
  private final OperatorRecords records;

  ParkedMessages(ParkedMessageQueue queue, Redrive redrive, OperatorRecords records) {
    this.queue = queue;
    this.redrive = redrive;
    this.records = records;
  }

  /** The number of matching messages, and one page of them. */
  Map<String, Object> list(MessageSelector matching, Page page) {
    List<Map<String, Object>> lines = new ArrayList<>();
    long[] total = new long[1];
    queue.<Void>work(
        bus -> {
          queue.browse(
              bus,
              matching,
              message -> {
                if (page.holds(total[0]++)) {
                  lines.add(ParkedMessage.of(message).line());
                }
              });
          return null;
        });
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("total", total[0]);
    answer.put("page", page.number());
    answer.put("size", page.size());
    answer.put("messages", lines);
    return answer;
  }

  /** One message without its payload. */
  Map<String, Object> show(String handle) {
    return queue.work(bus -> queue.find(bus, handle).whole());
  }

  /** One message with its payload; the access is recorded. */
  Map<String, Object> showWithPayload(String handle, Operator operator) {
    return queue.work(
        bus -> {
          ParkedMessage parked = queue.find(bus, handle);
          long record = records.write(Action.SHOW, queue.name(), parked, operator, null);
          Map<String, Object> whole = parked.whole();
          queue.browse(
              bus, MessageSelector.handle(handle), message -> whole.putAll(Payload.of(message)));
          records.settle(record, null);
          return whole;
        });
  }

  /** Redrives one message. */
  Map<String, Object> retry(String handle, Operator operator) {
    return queue.work(
        bus -> {
          ParkedMessage parked = queue.find(bus, handle);
          Optional<RedriveRefusal> refusal = retry(bus, parked, operator);
          if (refusal.isPresent()) {
            throw OperationException.conflict(
                "It stays in %s. %s".formatted(queue.name(), refusal.get().sentence()),
                refusal.get().word());
          }
          return done("retried", parked);
        });
  }

  /** Redrives all matching messages. They are listed first, so each is tried once. */
  Map<String, Object> retryAll(MessageSelector matching, Operator operator) {
    long[] retried = new long[1];
    Map<String, Long> why = new TreeMap<>();
    try {
      return queue.work(
          bus -> {
            List<ParkedMessage> all = new ArrayList<>();
            queue.browse(bus, matching, message -> all.add(ParkedMessage.of(message)));
            for (ParkedMessage parked : all) {
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

  private Optional<RedriveRefusal> retry(Connection bus, ParkedMessage parked, Operator operator)
      throws JMSException {
    long record = records.write(Action.RETRY, queue.name(), parked, operator, null);
    Optional<RedriveRefusal> refusal = redrive.redrive(bus, queue, parked);
    records.settle(record, refusal.orElse(null));
    return refusal;
  }

  /** Deletes a message. */
  Map<String, Object> discard(String handle, String reason, Operator operator) {
    return queue.work(
        bus -> {
          ParkedMessage parked = queue.find(bus, handle);
          long record = records.write(Action.DISCARD, queue.name(), parked, operator, reason);
          try (Session session =
              bus.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE)) {
            Optional<Message> taken = queue.take(session, parked);
            if (taken.isEmpty()) {
              records.settle(record, RedriveRefusal.OUT_OF_REACH);
              throw OperationException.conflict(
                  "It stays in %s. %s"
                      .formatted(queue.name(), RedriveRefusal.OUT_OF_REACH.sentence()),
                  RedriveRefusal.OUT_OF_REACH.word());
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
}
