package io.gatehouse.admin;

import io.gatehouse.broker.MessageNames;
import java.util.ArrayList;
import java.util.List;

/** Selects messages, as a JMS selector. */
final class MessageSelector {

  private final List<String> conditions = new ArrayList<>();

  /** Requires that a CloudEvents attribute has this value, unless it is null. */
  MessageSelector attribute(String name, String value) {
    return value == null ? this : with(MessageNames.ATTRIBUTE + name + " = " + literal(value));
  }

  /**
   * Requires that this receiver, by its name, or bus consumer, by its queue, gave up, unless it is
   * null.
   */
  MessageSelector receiver(String name) {
    if (name == null) {
      return this;
    }
    String queue = literal(ParkedMessage.RECEIVERS_QUEUE + name);
    return with(
        "(%1$s = %2$s OR (%1$s IS NULL AND (%3$s = %2$s OR %3$s = %4$s)))"
            .formatted(ParkedMessage.QUEUE, queue, MessageNames.ORIGINAL_QUEUE, literal(name)));
  }

  /** Selects the one message of this handle. */
  static MessageSelector handle(String handle) {
    int mark = handle.indexOf(ParkedMessage.MARK);
    String id = mark < 0 ? handle : handle.substring(0, mark);
    MessageSelector one =
        new MessageSelector().with("JMSMessageID = " + literal(ParkedMessage.MESSAGE_ID + id));
    return mark < 0
        ? one
        : one.with(MessageNames.ORIGINAL_QUEUE + " = " + literal(handle.substring(mark + 1)));
  }

  boolean isEverything() {
    return conditions.isEmpty();
  }

  /** The selector; null selects everything. */
  String selector() {
    return isEverything() ? null : String.join(" AND ", conditions);
  }

  private MessageSelector with(String condition) {
    conditions.add(condition);
    return this;
  }

  /** A string literal of the selector language for any value. */
  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
