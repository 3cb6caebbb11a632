package io.gatehouse.intake;

import io.gatehouse.events.Content;
import io.gatehouse.webhook.ResponseListener;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A key that the gateway has seen, and what became of its event. Where an equal event is a state
 * that came again, another one takes its place.
 */
final class KnownKey {

  /**
   * By how much the number grows each time the state comes again. It is 36⁸, so that in the id,
   * which has the number to the base of 36, the window's number stays readable.
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
   * @param number of the window in which the event came first, and how often it came again
   * @param until when an equal event is this one, in milliseconds since 1970
   * @param members what the event said, as {@link Content#members()}; empty where nobody compares
   * @param state of what it is a state
   */
  KnownKey(
      String key, long number, long until, Optional<String> members, Optional<SubjectState> state) {
    this.key = key;
    this.number = number;
    this.until = until;
    this.members = members;
    this.state = state;
  }

  /** One that comes now. */
  KnownKey seen() {
    state.ifPresent(one -> one.seen(key));
    return this;
  }

  /** One that a note tells of, as on disk. */
  KnownKey recalled() {
    logged = true;
    stored = true;
    return this;
  }

  /** Takes in a note of this key, in the order in which notes were left. */
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

  /** What stands behind the key in the event's id. */
  String ending() {
    return "-" + Long.toString(number, Character.MAX_RADIX);
  }

  /** Whether an event with this key that says this is the one that came before. */
  boolean matches(Optional<Content> content) {
    return members.isEmpty() || content.isEmpty() || content.get().isPartOf(members.get());
  }

  /**
   * Whether an equal event is not a retry but the same state once more: another one came in
   * between, and this one's sender was answered, so it has no reason to repeat it.
   */
  boolean isOver() {
    return stored && isAnswered() && state.map(one -> one.isNowAnotherThan(key)).orElse(false);
  }

  /** The same state once more. */
  KnownKey again(long until) {
    return new KnownKey(key, number + NEXT_TIME, until, members, state).seen();
  }

  /** Whether this state came again after the other with the same key. */
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

  /** Makes this the last state of its subject, once: a retry changes nothing. */
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
   * Takes in what became of one 200.
   *
   * @param acknowledge is given the key when it is the first one
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
