package io.gatehouse.custody;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.gatehouse.bus.Notes;
import io.gatehouse.events.Identity;
import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;

/**
 * Gives events their ids. An identity that holds for ever is the id. One that holds for a window
 * gets an id of key and window, where windows lie at fixed times, so that every gateway finds the
 * same one without asking; and the first sight of a key is noted on the bus before its sender is
 * told that the event is stored, so that a retry beyond the window's edge, after a restart or at
 * another gateway, still gets the first attempt's id. The notes are read at the first key of each
 * window: then all gateways know of the keys that one of them saw in the window before.
 */
@Component
public class EventIds {

  private static final int MOST_KEYS = 100_000;
  private static final Long NEVER = Long.MIN_VALUE;

  private final Notes notes;
  private final Clock clock;
  private final Cache<String, Given> given =
      Caffeine.newBuilder()
          .maximumSize(MOST_KEYS)
          .executor(Runnable::run)
          .expireAfter(Expiry.<String, Given>creating((key, value) -> left(value)))
          .build();

  /** For windows of each length, the number of the last one for which the notes were read. */
  private final Map<Duration, Long> recalled = new ConcurrentHashMap<>();

  @Autowired
  EventIds(Notes notes) {
    this(notes, Clock.systemUTC());
  }

  EventIds(Notes notes, Clock clock) {
    this.notes = notes;
    this.clock = clock;
  }

  /** The window whose number a key's id has, and until when it is that key's. */
  private static final class Given {

    private final long number;
    private final long until;
    private volatile boolean noted;

    Given(long number, long until, boolean noted) {
      this.number = number;
      this.until = until;
      this.noted = noted;
    }
  }

  /**
   * The id of the event with this identity, the same for each of its retries.
   *
   * @throws RefusedException where the bus cannot be asked
   */
  EventId idOf(Identity identity) {
    String key = identity.key();
    if (identity.window().isEmpty()) {
      return new EventId(key, Optional.empty());
    }
    Duration window = identity.window().get();
    long now = clock.millis();
    recallOnce(window, now);
    Given one = given.get(key, unknown -> give(window, now));
    String id = key + "-" + Long.toString(one.number, Character.MAX_RADIX);
    return new EventId(
        id,
        one.noted
            ? Optional.empty()
            : Optional.of(
                new EventId.Note(
                    key + " " + id + " " + one.until, window, () -> one.noted = true)));
  }

  private static Given give(Duration window, long now) {
    return new Given(now / window.toMillis(), now + window.toMillis(), false);
  }

  private void recallOnce(Duration window, long now) {
    if (recalled.getOrDefault(window, NEVER) < now / window.toMillis()) {
      recallAll(window, now / window.toMillis());
    }
  }

  private synchronized void recallAll(Duration window, long number) {
    if (recalled.getOrDefault(window, NEVER) < number) {
      try {
        notes.readAll(this::recall);
      } catch (JmsException e) {
        throw new RefusedException(Refusal.Unavailable.SHORTLY);
      }
      recalled.put(window, number);
    }
  }

  /** Of several ids that gateways gave to a key at the same moment, the first one noted is it. */
  private void recall(String note) {
    String[] parts = note.split(" ");
    String number = parts[1].substring(parts[1].lastIndexOf('-') + 1);
    Given one =
        new Given(Long.parseLong(number, Character.MAX_RADIX), Long.parseLong(parts[2]), true);
    if (one.until > clock.millis()) {
      given.asMap().putIfAbsent(parts[0], one);
    }
  }

  private Duration left(Given value) {
    return Duration.ofMillis(Math.max(value.until - clock.millis(), 0));
  }
}
