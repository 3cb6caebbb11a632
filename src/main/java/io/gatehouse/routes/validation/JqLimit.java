package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.webhook.UnreadableException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits the cost of one evaluation of a jq program. A step is an expression that is applied or a
 * value that it outputs, and each element of such a value; so steps limit time and memory. Whatever
 * counts throws an {@link UnreadableException} once a limit is exceeded.
 */
final class JqLimit {

  /** The reason of an event that was quarantined because a program exceeded its limit. */
  static final String REASON = "jq-limit";

  private static final int MOST_STEPS = 1_000_000;
  private static final long MOST_CHARACTERS = 16 * 1024 * 1024;
  private static final int MOST_INPUT = 1024 * 1024;
  private static final long LONGEST = Duration.ofSeconds(1).toNanos();

  /** The processor time that an evaluation still gets after that, since it may have had to wait. */
  private static final long GRACE = Duration.ofMillis(250).toNanos();

  private static final long LONGEST_WITH_WAITING = Duration.ofSeconds(4).toNanos();

  /** The number of steps between two readings of the clock. */
  private static final int BETWEEN_LOOKS = 256;

  private static final ThreadLocal<JqLimit> CURRENT = new ThreadLocal<>();

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final LongSupplier clock;
  private final LongSupplier processorClock;
  private final long begun;
  private long processorTimeBeforeGrace = -1;
  private long steps;
  private long nextLook = BETWEEN_LOOKS;
  private long characters;

  /**
   * A limit that begins now.
   *
   * @param clock as {@link System#nanoTime()}
   * @param processorClock the processor time of this thread, in nanoseconds
   */
  JqLimit(LongSupplier clock, LongSupplier processorClock) {
    this.clock = clock;
    this.processorClock = processorClock;
    this.begun = clock.getAsLong();
  }

  /** Starts an evaluation on this thread. */
  static void begin() {
    CURRENT.set(new JqLimit(System::nanoTime, THREADS::getCurrentThreadCpuTime));
  }

  /** Ends the evaluation on this thread. */
  static void end() {
    CURRENT.remove();
  }

  /** The limit of the evaluation on this thread. */
  static JqLimit current() {
    return CURRENT.get();
  }

  /** Counts an expression that is applied. */
  void applied() {
    count(1);
  }

  /** Counts a function call, which may process each character of a text. */
  void called(JsonNode input) {
    nanosLeft();
    if (input.isTextual() && Math.max(input.size(), shortLength(input)) > MOST_INPUT) {
      throw new UnreadableException(REASON);
    }
  }

  /**
   * The length of a text: the event itself knows the size of its own texts; any other is already a
   * string.
   */
  private static int shortLength(JsonNode text) {
    return text.size() == 0 ? text.textValue().length() : 0;
  }

  /** Counts a value that an expression outputs. */
  void emitted(JsonNode value) {
    if (value.isTextual()) {
      // A text that the event still contains, and that has not become a string, takes no memory.
      if (value.size() == 0) {
        text(value.textValue().length());
      }
      count(1);
    } else {
      count(1L + value.size());
    }
  }

  /** Counts a new text. */
  void text(double length) {
    if (length > MOST_CHARACTERS - characters) {
      throw new UnreadableException(REASON);
    }
    characters += (long) length;
  }

  /** How long the evaluation may still take, in nanoseconds. */
  long nanosLeft() {
    long taken = clock.getAsLong() - begun;
    long left = taken < LONGEST ? LONGEST - taken : graceLeft(taken);
    if (left <= 0) {
      throw new UnreadableException(REASON);
    }
    return left;
  }

  /** A busy or throttled machine must not make an event look too expensive. */
  private long graceLeft(long taken) {
    long processorTime = processorClock.getAsLong();
    if (processorTimeBeforeGrace < 0) {
      processorTimeBeforeGrace = processorTime;
    }
    return Math.min(
        GRACE - (processorTime - processorTimeBeforeGrace), LONGEST_WITH_WAITING - taken);
  }

  private void count(long more) {
    steps += more;
    if (steps > nextLook) {
      nextLook = steps + BETWEEN_LOOKS;
      if (steps > MOST_STEPS) {
        throw new UnreadableException(REASON);
      }
      nanosLeft();
    }
  }
}
