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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;

/**
 * Gives events their ids. An identity that holds for ever is the id. One that holds for a window
 * gets an id of key and window, where windows lie at fixed times, so that every gateway finds the
 * same one without asking; and the first sight of a key is noted on the bus, so that a retry beyond
 * the window's edge, or after a restart, still gets the first attempt's id.
 */
@Component
public class EventIds {

  private static final int MOST_KEYS = 1_000_000;

  private final Notes notes;
  private final Clock clock = Clock.systemUTC();
  private final Cache<String, Given> given =
      Caffeine.newBuilder()
          .maximumSize(MOST_KEYS)
          .expireAfter(Expiry.<String, Given>creating((key, value) -> left(value)))
          .build();
  private final Map<String, CompletableFuture<Given>> beingGiven = new ConcurrentHashMap<>();
  private volatile boolean remembered;

  EventIds(Notes notes) {
    this.notes = notes;
  }

  /** An id that was given to a key, and until when it is that key's. */
  private record Given(String id, long until) {}

  /**
   * The id of the event with this identity, the same for each of its retries.
   *
   * @throws RefusedException where the bus cannot be asked or told
   */
  public String idOf(Identity identity) {
    if (identity.window().isEmpty()) {
      return identity.key();
    }
    recallOnce();
    Duration window = identity.window().get();
    Given known = given.getIfPresent(identity.key());
    return known != null ? known.id() : giveOnce(identity.key(), window).id();
  }

  /** One of those who bring a new key at the same moment notes it; the others wait for that. */
  private Given giveOnce(String key, Duration window) {
    CompletableFuture<Given> own = new CompletableFuture<>();
    CompletableFuture<Given> first = beingGiven.putIfAbsent(key, own);
    if (first != null) {
      try {
        return first.join();
      } catch (CompletionException e) {
        throw new RefusedException(Refusal.Unavailable.SHORTLY);
      }
    }
    try {
      Given known = given.getIfPresent(key);
      Given fresh = known != null ? known : give(key, window);
      given.put(key, fresh);
      own.complete(fresh);
      return fresh;
    } finally {
      beingGiven.remove(key, own);
      own.completeExceptionally(new RefusedException(Refusal.Unavailable.SHORTLY));
    }
  }

  private Given give(String key, Duration window) {
    long now = clock.millis();
    long number = now / window.toMillis();
    Given fresh =
        new Given(key + "-" + Long.toString(number, Character.MAX_RADIX), now + window.toMillis());
    try {
      notes.write(key + " " + fresh.id() + " " + fresh.until(), window);
    } catch (JmsException e) {
      throw new RefusedException(Refusal.Unavailable.SHORTLY);
    }
    return fresh;
  }

  private void recallOnce() {
    if (!remembered) {
      recallAll();
    }
  }

  private synchronized void recallAll() {
    if (!remembered) {
      try {
        notes.readAll(this::recall);
      } catch (JmsException e) {
        throw new RefusedException(Refusal.Unavailable.SHORTLY);
      }
      remembered = true;
    }
  }

  private void recall(String note) {
    String[] parts = note.split(" ");
    given.put(parts[0], new Given(parts[1], Long.parseLong(parts[2])));
  }

  private Duration left(Given value) {
    return Duration.ofMillis(Math.max(value.until() - clock.millis(), 0));
  }
}
