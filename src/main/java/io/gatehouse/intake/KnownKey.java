package io.gatehouse.intake;

import io.gatehouse.events.Content;
import io.gatehouse.webhook.ResponseListener;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A key that the gateway has seen, and the state of its event. If an equal event is a state that
 * occurred again, a new instance replaces this one.
 */
final class KnownKey {

  /**
   * The increment of the number each time the state occurs again. It is 36⁸, so that the window's
   * number stays readable in the id, which contains the number to the base of 36.
   */
  private static final long NEXT_TIME = 2_821_109_907_456L;

  private final String key;
  private final long number;
  private final long until;
  private final Optional<String> members;
  private final Optional<SubjectState> state;
  private final AtomicInteger answers = new AtomicInteger();
  private volatile boolean logged;
  private volatile boolean stored;

  /**
   * A key.
   *
   * @param number the number of the window in which the event was first received, and how often it
   *     occurred again
   * @param until until when an equal event is this one, in milliseconds since 1970
   * @param members the event's content, as {@link Content#members()}; empty if it is not compared
   * @param state the state of the subject, if the event is one
   */
  KnownKey(
      String key, long number, long until, Optional<String> members, Optional<SubjectState> state) {
    this.key = key;
    this.number = number;
    this.until = until;
    this.members = members;
    this.state = state;
  }

  /** Marks this as the state seen last. */
  KnownKey seen() {
    state.ifPresent(one -> one.seen(key));
    return this;
  }

  /** Marks this as stored, since it was read from the log. */
  KnownKey recalled() {
    logged = true;
    stored = true;
    return this;
  }

  /** Applies a log entry of this key, in the order in which entries were written. */
  void restoreOrder() {
    state.ifPresent(one -> one.logged(key));
  }

  String key() {
    return key;
  }

  long number() {
    return number;
  }

  long until() {
    return until;
  }

  Optional<String> members() {
    return members;
  }

  /** The suffix that follows the key in the event's id. */
  String ending() {
    return "-" + Long.toString(number, Character.MAX_RADIX);
  }

  /** Whether an event with this key and content is the same event. */
  boolean matches(Optional<Content> content) {
    return members.isEmpty() || content.isEmpty() || content.get().isPartOf(members.get());
  }

  /**
   * Whether an equal event is not a retry but the same state once more: another state was in
   * between, and this event's sender was answered, so it has no reason to repeat it.
   */
  boolean isOver() {
    return stored && isAnswered() && state.map(one -> one.isNowAnotherThan(key)).orElse(false);
  }

  /** Returns a new occurrence of the same state. */
  KnownKey again(long until) {
    return new KnownKey(key, number + NEXT_TIME, until, members, state).seen();
  }

  /** Whether this is a later occurrence than the other with the same key. */
  boolean isAfter(KnownKey other) {
    return number / NEXT_TIME > other.number / NEXT_TIME;
  }

  boolean isLogged() {
    return logged;
  }

  void logged() {
    logged = true;
  }

  boolean isStored() {
    return stored;
  }

  /** Makes this the last stored state of its subject, once: a retry changes nothing. */
  synchronized void stored() {
    if (!stored) {
      state.ifPresent(one -> one.stored(key));
      stored = true;
    }
  }

  /** Whether a 200 was written to one of the event's senders. */
  boolean isAnswered() {
    return answers.get() > 0;
  }

  void acknowledged() {
    answers.incrementAndGet();
  }

  /**
   * Returns a listener for one 200.
   *
   * @param acknowledge receives the key when this is its first 200
   */
  ResponseListener answered(Consumer<KnownKey> acknowledge) {
    return state.isEmpty() ? done -> {} : new OneAnswer(acknowledge);
  }

  private final class OneAnswer implements ResponseListener {

    private final Consumer<KnownKey> acknowledge;
    private boolean counted;

    OneAnswer(Consumer<KnownKey> acknowledge) {
      this.acknowledge = acknowledge;
    }

    @Override
    public synchronized void written(boolean done) {
      if (done == counted) {
        return;
      }
      counted = done;
      if (!done) {
        answers.decrementAndGet();
      } else if (answers.incrementAndGet() == 1) {
        acknowledge.accept(KnownKey.this);
      }
    }
  }
}
