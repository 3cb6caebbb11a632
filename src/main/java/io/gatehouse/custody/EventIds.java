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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  private static final Logger LOG = LoggerFactory.getLogger(EventIds.class);
  private static final int MOST_KEYS = 100_000;

  private final Notes notes;
  private final Clock clock;
  private final Cache<String, Given> given =
      Caffeine.newBuilder()
          .maximumSize(MOST_KEYS)
          .executor(Runnable::run)
          .expireAfter(Expiry.<String, Given>creating((key, value) -> left(value)))
          .build();
  private final AtomicReference<CompletableFuture<Void>> recalling = new AtomicReference<>();

  /** When the notes were last read, in milliseconds since 1970. */
  private volatile long recalled = Long.MIN_VALUE;

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
      return new EventId(key, false, Optional.empty());
    }
    Duration window = identity.window().get();
    long now = clock.millis();
    recallSince(now - now % window.toMillis());
    Given one = given.get(key, unknown -> give(window, now));
    String ending = "-" + Long.toString(one.number, Character.MAX_RADIX);
    return new EventId(
        key + ending,
        one.noted,
        one.noted
            ? Optional.empty()
            : Optional.of(
                new EventId.Note(
                    key + " " + ending + " " + one.until, window, () -> one.noted = true)));
  }

  private static Given give(Duration window, long now) {
    return new Given(now / window.toMillis(), now + window.toMillis(), false);
  }

  /** Reads the notes where that has not been done since; of those who come together, one does. */
  private void recallSince(long windowBegan) {
    if (recalled >= windowBegan) {
      return;
    }
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> first = recalling.compareAndExchange(null, own);
    if (first == null) {
      try {
        recallAll();
      } finally {
        recalling.set(null);
        own.complete(null);
      }
    } else {
      first.join();
    }
    if (recalled < windowBegan) {
      throw new RefusedException(Refusal.Unavailable.SHORTLY);
    }
  }

  private void recallAll() {
    long begun = clock.millis();
    try {
      notes.readAll(this::recall);
      recalled = begun;
    } catch (JmsException e) {
      LOG.error("The gateway's notes cannot be read: {}", e.getClass().getSimpleName());
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
