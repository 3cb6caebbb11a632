package io.gatehouse.delivery;

import io.gatehouse.delivery.DeliveryOutcome.AttemptDetails;
import io.gatehouse.delivery.DeliveryOutcome.NotDeliveredException;
import io.gatehouse.delivery.SubjectOrder.Position;
import io.gatehouse.httpclient.CallFailure;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.core.IntervalFunction;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * One attempt to deliver one event, in the transaction that takes it off the queue. The database is
 * written before the transaction ends: a crash in between repeats the event, and never loses it.
 */
record DeliveryAttempt(
    String queue,
    String receiver,
    Processor steps,
    SubjectOrder waiting,
    LatestStateStore newest,
    ReceiverCircuitBreaker circuitBreaker,
    IntervalFunction backoff,
    int most,
    DeliveryReporter reports)
    implements Processor {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryAttempt.class);

  /** How many seconds the queue pauses after a failure that is not the receiver's. */
  private static final long BREATH = 1;

  @Override
  public void process(Exchange exchange) throws Exception {
    try {
      attempt(exchange);
    } catch (CallNotPermittedException | InterruptedException e) {
      // The circuit breaker is open, or the gateway is stopping.
      throw e;
    } catch (Exception e) {
      LOG.error(
          "An event for {} stays in its queue, the gateway cannot deal with it now: {}",
          receiver,
          e.getClass().getSimpleName());
      TimeUnit.SECONDS.sleep(BREATH);
      throw e;
    }
  }

  private void attempt(Exchange exchange) throws Exception {
    JmsMessage taken = exchange.getMessage(JmsMessage.class);
    MessageMover mover = new MessageMover(taken.getJmsSession(), taken.getJmsMessage(), queue);
    // From here on nobody can make Camel read the message again.
    exchange.setMessage(new DefaultMessage(exchange.getContext()));
    Optional<QueuedEvent> event = QueuedEvent.read(taken.getJmsMessage());
    if (event.isEmpty()) {
      mover.deadLetter("unreadable", "unreadable", 0, 0, AttemptDetails.NONE);
      reports.unreadable(receiver);
      return;
    }
    Delivery delivery = new Delivery(receiver, event.get());
    Position position = waiting.positionOf(delivery, circuitBreaker.consumingSince());
    if (position instanceof Position.After after) {
      requeue(delivery, mover, after.earliest(), delivery.event().attempts());
      return;
    }
    // An event that only tests whether the receiver is back does not use up an attempt.
    int cost = circuitBreaker.enter() ? 0 : 1;
    reports.begin(delivery, queue);
    DeliveryOutcome outcome = outcomeOf(exchange, delivery);
    int attempts = delivery.event().attempts() + cost;
    settle(delivery, outcome, mover, attempts, position instanceof Position.First);
  }

  /** Runs the route's steps, and reports the receiver's state to the circuit breaker. */
  private DeliveryOutcome outcomeOf(Exchange exchange, Delivery delivery) throws Exception {
    delivery.travelWith(exchange);
    Exception failure = null;
    try {
      exchange.getMessage().setBody(delivery.cloudEvent());
      steps.process(exchange);
      failure = exchange.getException();
    } catch (Exception e) {
      failure = e;
    }
    exchange.setException(null);
    DataAccessException database = ObjectHelper.getException(DataAccessException.class, failure);
    if (database != null) {
      // Neither the event nor its receiver is at fault: the event stays in its queue.
      circuitBreaker.releasePermission();
      throw database;
    }
    DeliveryOutcome outcome =
        failure == null
            ? delivery.isSkipped() ? new DeliveryOutcome.Skipped() : new DeliveryOutcome.Delivered()
            : outcomeOf(failure, delivery.event());
    if (outcome instanceof DeliveryOutcome.Skipped
        || (outcome instanceof DeliveryOutcome.Never never && never.status() == 0)) {
      circuitBreaker.releasePermission();
    } else if (outcome instanceof DeliveryOutcome.Later) {
      circuitBreaker.onError(failure);
    } else {
      circuitBreaker.onSuccess();
    }
    return outcome;
  }

  private static DeliveryOutcome outcomeOf(Exception failure, QueuedEvent event) {
    NotDeliveredException told = ObjectHelper.getException(NotDeliveredException.class, failure);
    if (told != null) {
      return told.outcome();
    }
    return new DeliveryOutcome.Later(
        CallFailure.kind(failure), 0, Optional.empty(), AttemptDetails.of(failure, event));
  }

  private void settle(
      Delivery delivery,
      DeliveryOutcome outcome,
      MessageMover mover,
      int attempts,
      boolean hasWaited)
      throws JMSException, InterruptedException {
    if (outcome instanceof DeliveryOutcome.Later later && attempts < most) {
      Instant again = Instant.now().plus(pauseAfter(backoff, Math.max(attempts, 1), later));
      requeue(delivery, mover, again, attempts);
      reports.again(delivery, later, attempts, again);
      return;
    }
    if (outcome instanceof DeliveryOutcome.Delivered) {
      reports.delivered(delivery, attempts);
      close(delivery, hasWaited);
      return;
    }
    if (outcome instanceof DeliveryOutcome.Never never) {
      mover.deadLetter(never.why(), never.why(), never.status(), attempts, never.evidence());
      reports.dead(delivery, never.why(), never.status(), attempts, never.evidence());
    } else if (outcome instanceof DeliveryOutcome.Later later) {
      mover.deadLetter("exhausted", later.why(), later.status(), attempts, later.evidence());
      reports.dead(delivery, later.why(), later.status(), attempts, later.evidence());
    } else {
      reports.leftOut(delivery);
    }
    if (hasWaited) {
      waiting.leave(delivery);
    }
  }

  /** The wait before the next attempt, and the one that the receiver asked for if it is longer. */
  static Duration pauseAfter(IntervalFunction backoff, int attempts, DeliveryOutcome.Later later) {
    Duration pause = Duration.ofMillis(backoff.apply(attempts));
    return later.notBefore().filter(least -> least.compareTo(pause) > 0).orElse(pause);
  }

  private void requeue(Delivery delivery, MessageMover mover, Instant again, int attempts)
      throws JMSException {
    mover.stillOurs();
    waiting.await(delivery, again);
    mover.later(again, attempts);
  }

  /**
   * Records the delivery, however long the database is unavailable: the next events of the subject
   * depend on it for their order, and for whether they are late. The event is sent again only if
   * the route ends before that.
   */
  private void close(Delivery delivery, boolean hasWaited) throws InterruptedException {
    for (int tries = 0; true; tries++) {
      try {
        rememberState(delivery);
        if (hasWaited) {
          waiting.leave(delivery);
        }
        return;
      } catch (DataAccessException e) {
        if (circuitBreaker.isOver()) {
          throw e;
        }
        if (tries == 0) {
          reports.notStored(delivery, e);
        }
        TimeUnit.SECONDS.sleep(BREATH);
      }
    }
  }

  private void rememberState(Delivery delivery) {
    try {
      delivery
          .event()
          .subjectKey()
          .ifPresent(
              subject ->
                  delivery.state().ifPresent(state -> newest.delivered(receiver, subject, state)));
    } catch (DataIntegrityViolationException e) {
      // A value that the database cannot store now cannot be stored later either.
      reports.notStored(delivery, e);
    }
  }
}
