package io.gatehouse.web;

import io.gatehouse.webhook.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * The requests that are on their way through their routes, of which there is a bounded number. A
 * request whose body is still being received is not among them.
 */
final class RequestsInFlight {

  /** Kompar gives up after 10 seconds; what takes longer is to be retried. */
  private static final Duration LONGEST = Duration.ofSeconds(9);

  private final Semaphore places;
  private final Executor executor;
  private final Set<RequestInFlight> requests = ConcurrentHashMap.newKeySet();

  /**
   * None yet.
   *
   * @param most how many there may be at once
   * @param executor on which overdue ones are answered, where a connection's lock may be waited for
   */
  RequestsInFlight(int most, Executor executor) {
    this.places = new Semaphore(most);
    this.executor = executor;
  }

  /** Takes a request in, unless there are as many as there may be. */
  boolean add(RequestInFlight request) {
    return places.tryAcquire() && requests.add(request);
  }

  void remove(RequestInFlight request) {
    if (requests.remove(request)) {
      places.release();
    }
  }

  /**
   * Answers 503 where a route takes too long; to be called several times a second. If the event is
   * stored after all, the retry is recognised as a duplicate.
   */
  void answerOverdue() {
    long now = System.nanoTime();
    for (RequestInFlight request : requests) {
      if (now - request.begun() > LONGEST.toNanos() && !request.isAnswered()) {
        executor.execute(() -> request.giveUp(WebhookResponse.of(Refusal.Unavailable.SHORTLY)));
      }
    }
  }
}
