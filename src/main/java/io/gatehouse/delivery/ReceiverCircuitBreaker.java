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
 * Lets a receiving system alone while it fails: the circuit breaker's state decides whether its
 * queue has a consumer. So its events stay in the queue, with their attempts unspent.
 */
final class ReceiverCircuitBreaker {

  private static final Logger LOG = LoggerFactory.getLogger(ReceiverCircuitBreaker.class);

  /** How long an event may be held while another one tries whether the receiver is back. */
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
   * A thread beside the consumer's own, which cannot stop it. It ends when there is nothing to do,
   * for nobody tells when the route is taken away.
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

  /** Without a consumer no event would ever tell the breaker whether the receiver is back. */
  private void consumeAgain() {
    try {
      ServiceHelper.startService(route.getConsumer());
    } catch (RuntimeException e) {
      LOG.error("The queue of {} cannot be consumed: {}", receiver, e.getClass().getSimpleName());
      breaker.transitionToOpenState();
    }
  }

  /** Whether the gateway ends, or the route is on its way out. */
  boolean isOver() {
    return context.isStopping() || context.isStopped() || !isInUse();
  }

  /** Whether the route is still there: a newer edition of its file may have taken its place. */
  private boolean isInUse() {
    ServiceStatus status = context.getRouteController().getRouteStatus(route.getRouteId());
    return status != null && status.isStarted() && context.getRoute(route.getRouteId()) == route;
  }

  /** Since when the queue has been consumed without a pause. */
  Instant consumingSince() {
    return consumingSince;
  }

  /**
   * Asks for leave to try one event. It must be followed by one of the reports below.
   *
   * @return whether the event is to find out if the receiver is back
   * @throws CallNotPermittedException where the receiver is to be left alone
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

  /** Reports that the receiver answered as one that is well. */
  void well() {
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  /** Reports that it did not. */
  void unwell(Exception failure) {
    breaker.onError(0, TimeUnit.NANOSECONDS, failure);
  }

  /** Reports that it was not asked. */
  void notAsked() {
    breaker.releasePermission();
  }
}
