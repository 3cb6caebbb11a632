package io.gatehouse.delivery;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses the delivery to a receiving system while it fails: the circuit breaker's state decides
 * whether its queue has a consumer. Therefore its events stay in the queue, and use up no attempts.
 */
final class ReceiverCircuitBreaker {

  private static final Logger LOG = LoggerFactory.getLogger(ReceiverCircuitBreaker.class);

  /** How long an event may wait while another one tests whether the receiver is back. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long LOOK_AGAIN = 20;

  private final String receiver;
  private final CamelContext context;
  private final Route route;
  private final CircuitBreaker breaker;
  private final ExecutorService switching;
  private volatile Instant consumingSince = Instant.now();

  ReceiverCircuitBreaker(String receiver, Route route, CircuitBreaker breaker) {
    this.receiver = receiver;
    this.context = route.getCamelContext();
    this.route = route;
    this.breaker = breaker;
    this.switching = switching("pause-" + receiver);
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> switching.execute(() -> follow(event.getStateTransition().getToState())));
  }

  /**
   * A thread beside the consumer's own, which cannot stop the consumer. It ends when there is
   * nothing to do, since nothing reports that the route is removed.
   */
  private static ExecutorService switching(String name) {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new CamelThreadFactory(null, name, true));
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }

  private void follow(State state) {
    if (isOver()) {
      return;
    }
    switch (state) {
      case OPEN -> {
        LOG.warn("{} fails: its queue is left alone for a while", receiver);
        ServiceHelper.stopService(route.getConsumer());
      }
      case HALF_OPEN -> {
        consumingSince = Instant.now();
        consumeAgain();
      }
      case CLOSED -> LOG.info("{} takes events again", receiver);
      default -> throw new IllegalStateException("The breaker is never switched by hand");
    }
  }

  /**
   * Starts to consume again: without a consumer, no event would test whether the receiver is back.
   */
  private void consumeAgain() {
    try {
      ServiceHelper.startService(route.getConsumer());
    } catch (RuntimeException e) {
      LOG.error("The queue of {} cannot be consumed: {}", receiver, e.getClass().getSimpleName());
      breaker.transitionToOpenState();
    }
  }

  /** Whether the gateway is stopping, or the route is being removed. */
  boolean isOver() {
    return context.isStopping() || context.isStopped() || !isInUse();
  }

  /** Whether the route is still in use: a newer revision of its file may have replaced it. */
  private boolean isInUse() {
    ServiceStatus status = context.getRouteController().getRouteStatus(route.getRouteId());
    return status != null && status.isStarted() && context.getRoute(route.getRouteId()) == route;
  }

  /** Since when the queue has been consumed without a pause. */
  Instant consumingSince() {
    return consumingSince;
  }

  /**
   * Requests permission to try one event. One of the reports below must follow.
   *
   * @return whether the event is to test if the receiver is back
   * @throws CallNotPermittedException if the receiver must not be called now
   */
  boolean enter() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!breaker.tryAcquirePermission()) {
      if (System.nanoTime() > end || context.isStopping()) {
        throw CallNotPermittedException.createCallNotPermittedException(breaker);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN);
    }
    return breaker.getState() == State.HALF_OPEN;
  }

  /** Reports that the receiver responded as a working system. */
  void onSuccess() {
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  /** Reports that it did not. */
  void onError(Exception failure) {
    breaker.onError(0, TimeUnit.NANOSECONDS, failure);
  }

  /** Reports that it was not called. */
  void releasePermission() {
    breaker.releasePermission();
  }
}
