package io.gatehouse.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.gatehouse.broker.DuplicateLog;
import io.gatehouse.events.Content;
import io.gatehouse.events.Identity;
import io.gatehouse.intake.DuplicateLogLine.Acknowledged;
import io.gatehouse.intake.EventId.Occurrence;
import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
 *
 * <p>An equal key is another event where it says something else than the first, and where the
 * subject has been in another state since and the first one's sender was answered.
 */
@Component
public class EventIdAssigner {

  private static final Logger LOG = LoggerFactory.getLogger(EventIdAssigner.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final int MOST_KEYS = 100_000;
  private static final int MOST_TIMED_KEYS = 20_000;
  private static final String LASTING = "=";

  private final DuplicateLog duplicateLog;
  private final Clock clock;
  private final Acknowledgements acknowledgements;
  private final Cache<String, KnownKey> keys =
      Caffeine.newBuilder()
          .maximumSize(MOST_KEYS)
          .executor(Runnable::run)
          .expireAfter(Expiry.<String, KnownKey>writing((key, known) -> onStored(known)))
          .build();

  /** Each for as long as one of the keys belongs to it. */
  private final Cache<String, SubjectState> states =
      Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

  /** What natural keys with a time said, only to tell how often one says two things. */
  private final Cache<String, String> timed =
      Caffeine.newBuilder().maximumSize(MOST_TIMED_KEYS).executor(Runnable::run).build();

  private final AtomicReference<CompletableFuture<Void>> recalling = new AtomicReference<>();

  /** When the notes were last read, in milliseconds since 1970. */
  private volatile long recalled = Long.MIN_VALUE;

  @Autowired
  EventIdAssigner(DuplicateLog duplicateLog, Acknowledgements acknowledgements) {
    this(duplicateLog, acknowledgements, Clock.systemUTC());
  }

  EventIdAssigner(DuplicateLog duplicateLog, Acknowledgements acknowledgements, Clock clock) {
    this.duplicateLog = duplicateLog;
    this.acknowledgements = acknowledgements;
    this.clock = clock;
  }

  /**
   * The id of the event with this identity, the same for each of its retries.
   *
   * @throws RefusedException where the bus cannot be asked
   */
  EventId idOf(Identity identity) {
    if (identity.lasting()) {
      return lastingId(identity);
    }
    recallSince(beginOfWindow(identity));
    if (recalled < beginOfWindow(identity)) {
      throw new RefusedException(Refusal.Unavailable.SHORTLY);
    }
    KnownKey known = occurrence(identity.key(), identity);
    Occurrence occurrence = Occurrence.FIRST;
    if (!known.matches(identity.content())) {
      known = occurrence(identity.content().orElseThrow().keyUnder(identity.key()), identity);
      occurrence = Occurrence.DIFFERS;
    }
    return id(known.key() + known.ending(), known, identity, occurrence);
  }

  private long beginOfWindow(Identity identity) {
    long now = clock.millis();
    return now - now % identity.window().toMillis();
  }

  private KnownKey occurrence(String key, Identity identity) {
    long now = clock.millis();
    long until = now + identity.window().toMillis();
    return keys.asMap()
        .compute(
            key,
            (same, known) -> {
              if (known == null || known.until() <= now) {
                return new KnownKey(
                        key,
                        identity.lasting() ? 0 : now / identity.window().toMillis(),
                        until,
                        identity.content().map(Content::members),
                        identity.states().map(this::stateOf))
                    .seen();
              }
              return known.isOver() && known.matches(identity.content())
                  ? known.again(until)
                  : known;
            });
  }

  private SubjectState stateOf(String states) {
    return this.states.get(states, unknown -> new SubjectState());
  }

  /**
   * An id that needs no memory to be found again. It is remembered where it ends a state whose key
   * is known, so that an equal of that state is a new one.
   */
  private EventId lastingId(Identity identity) {
    String value =
        identity.content().map(content -> content.keyUnder(identity.key())).orElse(identity.key());
    Occurrence occurrence =
        identity
            .content()
            .map(content -> occurrenceOfTimed(identity, value))
            .orElse(Occurrence.FIRST);
    if (identity.states().isPresent()) {
      recallSince(beginOfWindow(identity));
    }
    return identity.states().map(states::getIfPresent).isEmpty()
        ? EventId.unlogged(value, occurrence)
        : id(value, occurrence(LASTING + identity.digestedKey(), identity), identity, occurrence);
  }

  private Occurrence occurrenceOfTimed(Identity identity, String value) {
    boolean differs =
        !timed.get(identity.key(), unknown -> value).equals(value)
            && timed.asMap().putIfAbsent(value, value) == null;
    return differs ? Occurrence.DIFFERS : Occurrence.FIRST;
  }

  private EventId id(String value, KnownKey known, Identity identity, Occurrence occurrence) {
    Optional<EventId.LogEntry> logEntry =
        known.isLogged()
            ? Optional.empty()
            : Optional.of(
                new EventId.LogEntry(
                    () ->
                        DuplicateLogLine.of(known, identity.states(), acknowledgements.take())
                            .toString(),
                    identity.window(),
                    known::logged));
    return new EventId(
        value,
        known.isStored() ? Occurrence.AGAIN : occurrence,
        logEntry,
        known::stored,
        identity.lasting() ? done -> {} : known.answered(acknowledgements::add));
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
        if (recalled < windowBegan) {
          recallAll();
        }
      } finally {
        recalling.set(null);
        own.complete(null);
      }
    } else {
      // Whoever reads the notes has a time-out, so nobody waits for longer than that.
      first.completeOnTimeout(null, LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS).join();
    }
  }

  private void recallAll() {
    long begun = clock.millis();
    try {
      duplicateLog.readAll(logEntry -> recall(DuplicateLogLine.parse(logEntry)));
      states.asMap().values().forEach(SubjectState::logRead);
      recalled = begun;
    } catch (JmsException e) {
      LOG.error("The gateway's notes cannot be read: {}", e.getClass().getSimpleName());
    }
  }

  /**
   * Takes in what has been noted since, by whichever gateway; nothing where the notes have not been
   * read at all yet.
   *
   * @throws JmsException where the bus cannot be asked
   */
  void readLogSince(Instant time) {
    if (recalled > Long.MIN_VALUE) {
      duplicateLog.readSince(time, logEntry -> recall(DuplicateLogLine.parse(logEntry)));
      states.asMap().values().forEach(SubjectState::logRead);
    }
  }

  /** Of several ids that gateways gave to a key at the same moment, the first one noted is it. */
  private void recall(DuplicateLogLine logEntry) {
    logEntry.acknowledged().forEach(this::recall);
    if (logEntry.hasKey() && logEntry.until() > clock.millis()) {
      KnownKey logged =
          new KnownKey(
              logEntry.key(),
              logEntry.number(),
              logEntry.until(),
              logEntry.members(),
              logEntry.states().map(this::stateOf));
      keys.asMap()
          .compute(
              logEntry.key(),
              (key, known) -> known == null || logged.isAfter(known) ? logged.recalled() : known);
      logged.restoreOrder();
    }
  }

  private void recall(Acknowledged id) {
    KnownKey known = keys.getIfPresent(id.key());
    if (known != null && known.number() == id.number()) {
      known.acknowledged();
    }
  }

  private Duration onStored(KnownKey known) {
    return Duration.ofMillis(Math.max(known.until() - clock.millis(), 0));
  }
}
