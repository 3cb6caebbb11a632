package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.webhook.UnreadableException;
import java.time.Duration;

/**
 * What one evaluation of a jq program may cost. A step is an expression that is applied or a value
 * that it puts out, and each element of such a value; so steps bound time and memory.
 */
final class JqLimit {

  /** Why an event is in quarantine that a program did not come to an end with. */
  static final String REASON = "jq-limit";

  private static final int MOST_STEPS = 1_000_000;
  private static final long MOST_CHARACTERS = 16 * 1024 * 1024;
  private static final int MOST_INPUT = 1024 * 1024;
  private static final long LONGEST = Duration.ofSeconds(1).toNanos();

  /** The clock is looked at once in so many steps. */
  private static final int BETWEEN_LOOKS = 256;

  private static final ThreadLocal<JqLimit> CURRENT = new ThreadLocal<>();

  private final long begun = System.nanoTime();
  private long steps;
  private long nextLook = BETWEEN_LOOKS;
  private long characters;

  private JqLimit() {}

  /** An evaluation begins on this thread. */
  static void begin() {
    CURRENT.set(new JqLimit());
  }

  /** The evaluation on this thread has ended. */
  static void end() {
    CURRENT.remove();
  }

  /** That of the evaluation on this thread. */
  static JqLimit current() {
    return CURRENT.get();
  }

  /**
   * An expression is applied.
   *
   * @throws UnreadableException where that is too much
   */
  void applied() {
    count(1);
  }

  /**
   * A function is called, which may make something of each character of a text.
   *
   * @throws UnreadableException where that is too much
   */
  void called(JsonNode input) {
    nanosLeft();
    if (input.isTextual() && Math.max(input.size(), shortLength(input)) > MOST_INPUT) {
      throw new UnreadableException(REASON);
    }
  }

  /** A text that the event itself still holds tells its size; any other is a string already. */
  private static int shortLength(JsonNode text) {
    return text.size() == 0 ? text.textValue().length() : 0;
  }

  /**
   * An expression puts out a value.
   *
   * @throws UnreadableException where that is too much
   */
  void emitted(JsonNode value) {
    if (value.isTextual()) {
      // One that the event itself still holds, and has not become a string, takes nothing.
      if (value.size() == 0) {
        text(value.textValue().length());
      }
      count(1);
    } else {
      count(1L + value.size());
    }
  }

  /**
   * A text comes into being.
   *
   * @throws UnreadableException where that is too much
   */
  void text(double length) {
    if (length > MOST_CHARACTERS - characters) {
      throw new UnreadableException(REASON);
    }
    characters += (long) length;
  }

  /**
   * How long the evaluation may still take, in nanoseconds.
   *
   * @throws UnreadableException where its time is over
   */
  long nanosLeft() {
    long left = LONGEST - (System.nanoTime() - begun);
    if (left <= 0) {
      throw new UnreadableException(REASON);
    }
    return left;
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
