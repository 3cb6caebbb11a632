package io.gatehouse.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.gatehouse.broker.DuplicateLog;
import io.gatehouse.events.Content;
import io.gatehouse.events.Identity;
import io.gatehouse.intake.DuplicateLogLine.Acknowledged;
import io.gatehouse.intake.EventId.Occurrence;
import io.gatehouse.webhook.Problem;
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
 * Assigns ids to events. An identity that is valid for ever is the id itself. One that is valid for
 * a window gets an id of key and window. Windows begin at fixed times, so that every gateway
 * derives the same id without communication. The first event with a key is also written to the
 * duplicate log on the bus before its sender gets a 200, so that a retry after the end of the
 * window, after a restart or at another gateway still gets the first attempt's id. A gateway reads
 * the log at the first key of each window, to know all keys of the window before.
 *
 * <p>An event with a known key is nevertheless a new event if its content differs from the first
 * one's, or if the subject has been in another state since and the first one's sender was answered.
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
          .expireAfter(Expiry.<String, KnownKey>writing((key, known) -> remaining(known)))
          .build();

  /** Each is kept as long as one of its keys. */
  private final Cache<String, SubjectState> states =
      Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

  /** The content of natural keys with a time, only to report how often one key has two contents. */
  private final Cache<String, String> timed =
      Caffeine.newBuilder().maximumSize(MOST_TIMED_KEYS).executor(Runnable::run).build();

  private final AtomicReference<CompletableFuture<Void>> recalling = new AtomicReference<>();

  /** When the duplicate log was last read, in milliseconds since 1970. */
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
   * Returns the id of the event with this identity, the same for each of its retries.
   *
   * @throws RefusedException if the bus cannot be queried
   */
  EventId idOf(Identity identity) {
    if (identity.lasting()) {
      return lastingId(identity);
    }
    recallSince(beginOfWindow(identity));
    if (recalled < beginOfWindow(identity)) {
      throw new RefusedException(Problem.Unavailable.SHORTLY);
    }
    KnownKey known = see(identity.key(), identity);
    Occurrence occurrence = Occurrence.FIRST;
    if (!known.matches(identity.content())) {
      known = see(identity.content().orElseThrow().keyUnder(identity.key()), identity);
      occurrence = Occurrence.DIFFERS;
    }
    return id(known.key() + known.ending(), known, identity, occurrence);
  }

  private long beginOfWindow(Identity identity) {
    long now = clock.millis();
    return now - now % identity.window().toMillis();
  }

  private KnownKey see(String key, Identity identity) {
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
              boolean occursAgain = known.isOver() && known.matches(identity.content());
              return occursAgain ? known.again(until) : known;
            });
  }

  private SubjectState stateOf(String states) {
    return this.states.get(states, unknown -> new SubjectState());
  }

  /**
   * Returns an id that can be derived again without memory. It is remembered if it ends a state
   * with a known key, so that an equal event after it is a new one.
   */
  private EventId lastingId(Identity identity) {
    String value =
        identity.content().map(content -> content.keyUnder(identity.key())).orElse(identity.key());
    Occurrence occurrence =
        identity.content().isEmpty() ? Occurrence.FIRST : occurrenceOfTimed(identity, value);
    if (identity.states().isPresent()) {
      recallSince(beginOfWindow(identity));
    }
    return identity.states().map(states::getIfPresent).isEmpty()
        ? EventId.unlogged(value, occurrence)
        : id(value, see(LASTING + identity.digestedKey(), identity), identity, occurrence);
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

  /** Reads the log if it has not been read since; of concurrent callers, one reads. */
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
      // Reading the log has a time-out, so nobody waits for longer than that.
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
      LOG.error("The duplicate log cannot be read: {}", e.getClass().getSimpleName());
    }
  }

  /**
   * Reads the entries that any gateway has written since, if the log has been read before.
   *
   * @throws JmsException if the bus cannot be queried
   */
  void readLogSince(Instant time) {
    if (recalled > Long.MIN_VALUE) {
      duplicateLog.readSince(time, logEntry -> recall(DuplicateLogLine.parse(logEntry)));
      states.asMap().values().forEach(SubjectState::logRead);
    }
  }

  /** Of several ids that gateways assigned to a key at once, the first one logged counts. */
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

  private Duration remaining(KnownKey known) {
    return Duration.ofMillis(Math.max(known.until() - clock.millis(), 0));
  }
}
