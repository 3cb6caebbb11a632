package io.gatehouse.delivery;

import io.gatehouse.delivery.WaitingEvents.Turn;
import io.gatehouse.outward.CallFailure;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import jakarta.jms.JMSException;
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
 * One attempt to deliver one event, in the transaction that takes it off the queue. The ledger is
 * written before the transaction ends: a crash in between repeats the event, and never loses it.
 */
record Attempt(
    String queue,
    String receiver,
    Processor steps,
    WaitingEvents waiting,
    NewestDeliveries newest,
    Pause pause,
    Backoff backoff,
    int most,
    DeliveryReports reports)
    implements Processor {

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  /** How long nothing is taken after something failed that is not the receiver. */
  private static final long BREATH = 1;

  @Override
  public void process(Exchange exchange) throws Exception {
    try {
      attempt(exchange);
    } catch (CallNotPermittedException | InterruptedException e) {
      // The queue is being left alone, or the gateway ends.
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
    Transfer transfer = new Transfer(taken.getJmsSession(), taken.getJmsMessage(), queue);
    // From here on nobody can ask Camel to read the message again.
    exchange.setMessage(new DefaultMessage(exchange.getContext()));
    Optional<QueuedEvent> event = QueuedEvent.read(taken.getJmsMessage());
    if (event.isEmpty()) {
      transfer.deadLetter("unreadable", "unreadable", 0, 0, Evidence.NONE);
      reports.unreadable(receiver);
      return;
    }
    Delivery delivery = new Delivery(receiver, event.get());
    Turn turn = waiting.turnOf(delivery, pause.consumingSince());
    if (turn instanceof Turn.After after) {
      putBack(delivery, transfer, after.earliest(), delivery.event().attempts());
      return;
    }
    // An event that only finds out whether the receiver is back has not spent an attempt.
    int cost = pause.enter() ? 0 : 1;
    reports.begin(delivery, queue);
    Outcome outcome = outcomeOf(exchange, delivery);
    int attempts = delivery.event().attempts() + cost;
    settle(delivery, outcome, transfer, attempts, turn instanceof Turn.First);
  }

  /** Runs the route's steps, and tells the breaker how the receiver is. */
  private Outcome outcomeOf(Exchange exchange, Delivery delivery) throws Exception {
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
    DataAccessException ledger = ObjectHelper.getException(DataAccessException.class, failure);
    if (ledger != null) {
      // Nothing is wrong with the event or its receiver: it stays where it is.
      pause.notAsked();
      throw ledger;
    }
    Outcome outcome =
        failure == null ? CheckOrder.outcomeOf(exchange) : outcomeOf(failure, delivery.event());
    if (outcome instanceof Outcome.Skipped
        || (outcome instanceof Outcome.Never never && never.status() == 0)) {
      pause.notAsked();
    } else if (outcome instanceof Outcome.Later) {
      pause.unwell(failure);
    } else {
      pause.well();
    }
    return outcome;
  }

  private static Outcome outcomeOf(Exception failure, QueuedEvent event) {
    NotDeliveredException told = ObjectHelper.getException(NotDeliveredException.class, failure);
    if (told != null) {
      return told.outcome();
    }
    return new Outcome.Later(
        CallFailure.kind(failure), 0, Optional.empty(), Evidence.of(failure, event));
  }

  private void settle(
      Delivery delivery, Outcome outcome, Transfer transfer, int attempts, boolean hasWaited)
      throws JMSException, InterruptedException {
    if (outcome instanceof Outcome.Later later && attempts < most) {
      Instant again = Instant.now().plus(backoff.after(Math.max(attempts, 1), later.notBefore()));
      putBack(delivery, transfer, again, attempts);
      reports.again(delivery, later, attempts, again);
      return;
    }
    if (outcome instanceof Outcome.Delivered) {
      reports.delivered(delivery, attempts);
      close(delivery, hasWaited);
      return;
    }
    if (outcome instanceof Outcome.Never never) {
      transfer.deadLetter(never.why(), never.why(), never.status(), attempts, never.evidence());
      reports.dead(delivery, never.why(), never.status(), attempts, never.evidence());
    } else if (outcome instanceof Outcome.Later later) {
      transfer.deadLetter("exhausted", later.why(), later.status(), attempts, later.evidence());
      reports.dead(delivery, later.why(), later.status(), attempts, later.evidence());
    } else {
      reports.leftOut(delivery);
    }
    if (hasWaited) {
      waiting.leave(delivery);
    }
  }

  private void putBack(Delivery delivery, Transfer transfer, Instant again, int attempts)
      throws JMSException {
    transfer.stillOurs();
    waiting.await(delivery, again);
    transfer.later(again, attempts);
  }

  /**
   * Notes what is delivered, however long the ledger is away: what comes after it in its subject
   * waits for its place in line, and is late or not by its time. It is sent again only if the route
   * ends before that.
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
        if (pause.isOver()) {
          throw e;
        }
        if (tries == 0) {
          reports.unnoted(delivery, e);
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
                  delivery.state().ifPresent(state -> newest.told(receiver, subject, state)));
    } catch (DataIntegrityViolationException e) {
      // What the ledger has no room for will not fit later either.
      reports.unnoted(delivery, e);
    }
  }
}
