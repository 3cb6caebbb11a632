package io.gatehouse.intake;

import io.gatehouse.broker.DuplicateLog;
import io.gatehouse.intake.DuplicateLogLine.Acknowledged;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ids whose 200 has been written and is not yet in the duplicate log. They are logged together with
 * later events' entries, so that no sender waits for them. If no event follows, they are logged on
 * their own after two seconds, and when the gateway stops. One that is lost counts as not answered.
 */
@Component
class Acknowledgements implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

  private static final int MOST_WAITING = 10_000;
  private static final int MOST_WITH_A_KEY = 2;
  private static final int MOST_ALONE = 100;
  private static final int SECONDS_ALONE = 2;
  private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(2);

  private final DuplicateLog duplicateLog;
  private final Clock clock;
  private final BlockingQueue<KnownKey> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

  @Autowired
  Acknowledgements(DuplicateLog duplicateLog) {
    this(duplicateLog, Clock.systemUTC());
  }

  Acknowledgements(DuplicateLog duplicateLog, Clock clock) {
    this.duplicateLog = duplicateLog;
    this.clock = clock;
  }

  void add(KnownKey known) {
    // If there is no room, it counts as not answered.
    waiting.offer(known);
  }

  /** Returns as many as fit into one log entry. */
  List<Acknowledged> take() {
    return next(MOST_WITH_A_KEY).stream().map(Acknowledged::of).toList();
  }

  @Scheduled(fixedDelay = SECONDS_ALONE, timeUnit = TimeUnit.SECONDS)
  void leaveAlone() {
    leaveAll();
  }

  @Override
  public void destroy() throws InterruptedException {
    try {
      leaveAll().get(PATIENCE_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.info(
          "The last acknowledgements could not be logged; repeats of their events count as retries");
    }
  }

  private CompletableFuture<Void> leaveAll() {
    List<CompletableFuture<Void>> left = new ArrayList<>();
    for (List<KnownKey> some = next(MOST_ALONE); !some.isEmpty(); some = next(MOST_ALONE)) {
      long until = some.stream().mapToLong(KnownKey::until).max().orElseThrow();
      Duration timeToLive = Duration.ofMillis(Math.max(until - clock.millis(), 1));
      List<Acknowledged> ids = some.stream().map(Acknowledged::of).toList();
      left.add(
          duplicateLog.append(DuplicateLogLine.ofAcknowledged(ids, until).toString(), timeToLive));
    }
    return CompletableFuture.allOf(left.toArray(CompletableFuture<?>[]::new));
  }

  private List<KnownKey> next(int most) {
    List<KnownKey> next = new ArrayList<>();
    while (next.size() < most) {
      KnownKey known = waiting.poll();
      if (known == null) {
        break;
      }
      if (known.isAnswered()) {
        next.add(known);
      }
    }
    return next;
  }
}
