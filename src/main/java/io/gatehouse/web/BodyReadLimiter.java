package io.gatehouse.web;

import io.gatehouse.sources.AddressParser;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.RefusedException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Limits the bodies that are still being received: their time, their memory in total and for each
 * source network, and their number for each source network. If there is too little for one more,
 * the slow body that has been in progress for longest is dropped.
 */
final class BodyReadLimiter {

  /** For how long the rest of an unneeded body is read from the connection. */
  static final Duration LONGEST_DISCARD = Duration.ofMillis(500);

  /** A body that has been in progress for less is never dropped. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** Nor is one that arrives faster than this: of two large bodies, neither would complete. */
  private static final long SLOW_BYTES_PER_SECOND = 64 * 1024;

  private final int mostPerSource;
  private final long mostBytes;
  private final Duration deadline;
  private final Executor executor;
  private final AtomicLong bytes = new AtomicLong();
  private final Set<BodyReader> receiving = ConcurrentHashMap.newKeySet();
  private final Set<UnreadBodyDrain> discarding = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> perSource = new ConcurrentHashMap<>();

  /**
   * The limits.
   *
   * @param mostPerSource how many bodies one source network may send at once
   * @param mostBytes how much memory all of them may use together; one source may use three
   *     quarters of it
   * @param deadline how long a body may take, from the end of its request's head to its last byte
   * @param executor continues the requests whose bodies are dropped: a thread that holds one
   *     connection's lock must not wait for another's
   */
  BodyReadLimiter(int mostPerSource, long mostBytes, Duration deadline, Executor executor) {
    this.mostPerSource = mostPerSource;
    this.mostBytes = mostBytes;
    this.deadline = deadline;
    this.executor = executor;
  }

  /**
   * Counts a body that is being received from now on.
   *
   * @throws RefusedException with {@link Problem.Unavailable} if its source has too many
   */
  void begin(BodyReader body) {
    InetAddress network = AddressParser.network(body.source());
    if (!addTo(network) && !(dropOldest(other -> isOf(network, other)) && addTo(network))) {
      throw new RefusedException(Problem.Unavailable.SHORTLY);
    }
    receiving.add(body);
  }

  private static boolean isOf(InetAddress network, BodyReader body) {
    return AddressParser.network(body.source()).equals(network);
  }

  private boolean addTo(InetAddress network) {
    boolean[] added = {false};
    perSource.compute(
        network,
        (key, count) -> {
          int now = count == null ? 0 : count;
          added[0] = now < mostPerSource;
          return added[0] ? Integer.valueOf(now + 1) : count;
        });
    return added[0];
  }

  /** Reserves memory for more of a body; fails if none is left. */
  boolean take(BodyReader body, int more) {
    InetAddress network = AddressParser.network(body.source());
    long share = mostBytes / 4 * 3;
    if (body.memory() + more > share) {
      return false;
    }
    while (true) {
      boolean hasItsShare = isShort() && of(network) + more > share;
      if (!hasItsShare && has(more)) {
        return true;
      }
      if (!dropOldest(other -> other != body && (!hasItsShare || isOf(network, other)))) {
        return false;
      }
    }
  }

  /** Bytes are never taken tentatively: several callers at once would all find too little. */
  private boolean has(int more) {
    return bytes.getAndUpdate(now -> now + more <= mostBytes ? now + more : now) + more
        <= mostBytes;
  }

  /** Whether memory is short. Adding up a source's bytes is expensive, and matters only then. */
  private boolean isShort() {
    return bytes.get() > mostBytes / 2;
  }

  private long of(InetAddress network) {
    return receiving.stream()
        .filter(body -> isOf(network, body))
        .mapToLong(BodyReader::memory)
        .sum();
  }

  /** Stops counting a body that is no longer being received. */
  void end(BodyReader body) {
    if (receiving.remove(body)) {
      perSource.computeIfPresent(
          AddressParser.network(body.source()),
          (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
  }

  void giveBack(long memory) {
    bytes.addAndGet(-memory);
  }

  void beginDiscarding(UnreadBodyDrain remainder) {
    discarding.add(remainder);
  }

  void endDiscarding(UnreadBodyDrain remainder) {
    discarding.remove(remainder);
  }

  /** Drops the slow body that has been in progress for longest. */
  private boolean dropOldest(Predicate<BodyReader> candidate) {
    long now = System.nanoTime();
    Optional<BodyReader> oldest =
        receiving.stream()
            .filter(candidate)
            .filter(body -> isSlow(body, now - body.begun()))
            .min(Comparator.comparingLong(body -> body.begun() - now));
    return oldest.isPresent() && oldest.get().giveUp(Problem.Unavailable.SHORTLY, executor);
  }

  private static boolean isSlow(BodyReader body, long age) {
    return age > GRACE.toNanos()
        && body.received() < SLOW_BYTES_PER_SECOND * age / Duration.ofSeconds(1).toNanos();
  }

  /** Drops bodies that have taken too long; to be called several times a second. */
  void endOverdue() {
    long now = System.nanoTime();
    for (BodyReader body : receiving) {
      if (now - body.begun() > deadline.toNanos()) {
        body.giveUp(new Problem.TooSlow(), executor);
      }
    }
    for (UnreadBodyDrain remainder : discarding) {
      if (now - remainder.since() > LONGEST_DISCARD.toNanos()) {
        executor.execute(remainder::end);
      }
    }
  }
}
