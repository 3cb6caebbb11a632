package io.gatehouse.delivery;

import io.gatehouse.settings.BadSettingException;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * The policy behind the kamelet {@code take-from-queue}, around the steps that deliver an event: it
 * keeps the order within a subject, retries, and gives up.
 */
public final class OrderedDeliveryPolicy implements Policy {

  private static final String QUEUES = "deliver.";
  private static final double SPREAD = 0.2;

  private SubjectOrder waiting;
  private LatestStateStore newest;
  private DeliveryProperties breakers;
  private DeliveryReporter reports;
  private String queue;
  private int attempts;
  private String firstDelay;
  private String longestDelay;
  private ReceiverCircuitBreaker pause;

  public void setWaiting(SubjectOrder waiting) {
    this.waiting = waiting;
  }

  public void setNewest(LatestStateStore newest) {
    this.newest = newest;
  }

  public void setBreakers(DeliveryProperties breakers) {
    this.breakers = breakers;
  }

  public void setReports(DeliveryReporter reports) {
    this.reports = reports;
  }

  /** The queue of the events, {@code deliver.<receiver>}. */
  public void setQueue(String queue) {
    this.queue = queue;
  }

  /** The number of attempts after which an event is moved to the dead letters. */
  public void setAttempts(int attempts) {
    this.attempts = attempts;
  }

  /** The wait after the first attempt, as an ISO 8601 duration. */
  public void setFirstDelay(String firstDelay) {
    this.firstDelay = firstDelay;
  }

  /** The longest wait, as an ISO 8601 duration. */
  public void setLongestDelay(String longestDelay) {
    this.longestDelay = longestDelay;
  }

  @Override
  public void beforeWrap(Route route, NamedNode definition) {
    if (!queue.startsWith(QUEUES) || queue.length() == QUEUES.length()) {
      throw new BadSettingException(
          "queue: \"%s\" is not the queue of a receiving system, deliver.<name>.".formatted(queue));
    }
    if (attempts < 1) {
      throw new BadSettingException("attempts: \"%d\" must be 1 or more.".formatted(attempts));
    }
    pause = new ReceiverCircuitBreaker(receiver(), route, breakers.breaker(receiver()));
  }

  private String receiver() {
    return queue.substring(QUEUES.length());
  }

  @Override
  public Processor wrap(Route route, Processor steps) {
    IntervalFunction backoff =
        backoff(span("firstDelay", firstDelay), span("longestDelay", longestDelay), SPREAD);
    return new DeliveryAttempt(
        queue, receiver(), steps, waiting, newest, pause, backoff, attempts, reports);
  }

  /**
   * How long to wait before the next attempt: the wait doubles up to a maximum.
   *
   * @param spread how much it varies either way, so that events that failed together are not
   *     retried together
   */
  static IntervalFunction backoff(Duration first, Duration longest, double spread) {
    return IntervalFunction.ofExponentialRandomBackoff(
        Math.max(first.toMillis(), 1), 2, spread, Math.max(longest.toMillis(), 1));
  }

  private static Duration span(String parameter, String text) {
    try {
      Duration span = Duration.parse(text);
      if (!span.isZero() && !span.isNegative()) {
        return span;
      }
    } catch (DateTimeParseException e) {
      // Reported below, in terms of the operator's setting.
    }
    throw new BadSettingException(
        "%s: \"%s\" is no span of time, such as PT1S.".formatted(parameter, text));
  }
}
