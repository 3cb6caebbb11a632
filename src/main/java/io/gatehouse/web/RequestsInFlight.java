package io.gatehouse.web;

import io.gatehouse.webhook.Problem;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * The requests in their routes, whose number is limited. A request whose body is still being
 * received is not among them.
 */
final class RequestsInFlight {

  /** Kompar gives up after 10 seconds; a request that takes longer is to be retried. */
  private static final Duration LONGEST = Duration.ofSeconds(9);

  private final Semaphore places;
  private final Executor executor;
  private final Set<RequestInFlight> requests = ConcurrentHashMap.newKeySet();

  /**
   * Starts empty.
   *
   * @param most the most requests at once
   * @param executor on which overdue ones are answered, since a connection's lock may have to be
   *     waited for
   */
  RequestsInFlight(int most, Executor executor) {
    this.places = new Semaphore(most);
    this.executor = executor;
  }

  /** Adds a request, unless the limit is reached. */
  boolean add(RequestInFlight request) {
    return places.tryAcquire() && requests.add(request);
  }

  void remove(RequestInFlight request) {
    if (requests.remove(request)) {
      places.release();
    }
  }

  /**
   * Answers 503 to requests whose route takes too long; to be called several times a second. If the
   * event is stored after all, the retry is recognised as a duplicate.
   */
  void answerOverdue() {
    long now = System.nanoTime();
    for (RequestInFlight request : requests) {
      if (now - request.begun() > LONGEST.toNanos() && !request.isAnswered()) {
        executor.execute(() -> request.giveUp(WebhookResponse.of(Problem.Unavailable.SHORTLY)));
      }
    }
  }
}
