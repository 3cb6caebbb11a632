package io.gatehouse.web;

import io.gatehouse.sources.AddressParser;
import io.gatehouse.webhook.Refusal;
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
 * Bounds what bodies that are still being received may take: time, memory in total and for each
 * source network, and their number for each. Where there is too little for one more, the slow one
 * that has been under way for longest gives way.
 */
final class BodyReadLimiter {

  /** How long the rest of a body that nobody needs is taken off the connection. */
  static final Duration LONGEST_DISCARD = Duration.ofMillis(500);

  /** What has been under way for less gives way to nobody. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** Nor does what comes faster than this: of two large bodies, none would arrive. */
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
   * @param mostPerSource how many bodies one source network may have under way
   * @param mostBytes how much memory all of them may take together; one source may take three
   *     quarters of it
   * @param deadline how long a body may take, from the end of its request's head to its last byte
   * @param executor on which requests go on whose body is given up: their connection's lock must
   *     not be waited for by somebody who holds another one
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
   * @throws RefusedException with {@link Refusal.Unavailable} where its source has too many
   */
  void begin(BodyReader body) {
    InetAddress network = AddressParser.network(body.source());
    if (!addTo(network) && !(dropOldest(other -> isOf(network, other)) && addTo(network))) {
      throw new RefusedException(Refusal.Unavailable.SHORTLY);
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

  /** Sets memory aside for more of a body; fails where there is none left. */
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

  /** Never taken on trial: several at once would all find too little. */
  private boolean has(int more) {
    return bytes.getAndUpdate(now -> now + more <= mostBytes ? now + more : now) + more
        <= mostBytes;
  }

  /** Adding up what a source has is no small work, and matters only where memory runs short. */
  private boolean isShort() {
    return bytes.get() > mostBytes / 2;
  }

  private long of(InetAddress network) {
    return receiving.stream()
        .filter(body -> isOf(network, body))
        .mapToLong(BodyReader::memory)
        .sum();
  }

  /** The body is not being received any more. */
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

  /** Ends the slow reception that has been under way for longest. */
  private boolean dropOldest(Predicate<BodyReader> candidate) {
    long now = System.nanoTime();
    Optional<BodyReader> oldest =
        receiving.stream()
            .filter(candidate)
            .filter(body -> isSlow(body, now - body.begun()))
            .min(Comparator.comparingLong(body -> body.begun() - now));
    return oldest.isPresent() && oldest.get().giveUp(Refusal.Unavailable.SHORTLY, executor);
  }

  private static boolean isSlow(BodyReader body, long age) {
    return age > GRACE.toNanos()
        && body.received() < SLOW_BYTES_PER_SECOND * age / Duration.ofSeconds(1).toNanos();
  }

  /** Ends what has taken too long; to be called several times a second. */
  void endOverdue() {
    long now = System.nanoTime();
    for (BodyReader body : receiving) {
      if (now - body.begun() > deadline.toNanos()) {
        body.giveUp(new Refusal.TooSlow(), executor);
      }
    }
    for (UnreadBodyDrain remainder : discarding) {
      if (now - remainder.since() > LONGEST_DISCARD.toNanos()) {
        executor.execute(remainder::end);
      }
    }
  }
}
