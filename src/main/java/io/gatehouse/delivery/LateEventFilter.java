package io.gatehouse.delivery;

import io.gatehouse.events.EventTime;
import io.gatehouse.settings.BadSettingException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The step behind the kamelet {@code check-order}: an event that reports an earlier state than the
 * receiver already knows is marked as superseded, or skipped. An event without a time, without a
 * subject or of a type that reports no state is never earlier than another.
 */
public final class LateEventFilter extends ServiceSupport implements Processor {

  private LatestStateStore newest;
  private List<String> families;
  private String late;

  public void setNewest(LatestStateStore newest) {
    this.newest = newest;
  }

  /**
   * Types that report a state, comma-separated, each including the types below it: {@code
   * kyc.identity} also means {@code kyc.identity.approved}. The types of one entry follow one
   * another.
   */
  public void setStates(String states) {
    families =
        Arrays.stream(states.split(","))
            .map(String::strip)
            .filter(family -> !family.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** How to treat a late event: {@code mark} or {@code skip}. */
  public void setLate(String late) {
    this.late = late;
  }

  @Override
  protected void doInit() {
    if (!late.equals("mark") && !late.equals("skip")) {
      throw new BadSettingException("late: \"%s\" is neither mark nor skip.".formatted(late));
    }
  }

  @Override
  public void process(Exchange exchange) {
    Delivery delivery = Delivery.of(exchange);
    Optional<Delivery.State> state = stateOf(delivery.event());
    Optional<String> subject = delivery.event().subjectKey();
    if (state.isEmpty() || subject.isEmpty()) {
      return;
    }
    delivery.setState(state.get());
    if (newest.knowsLater(delivery.receiver(), subject.get(), state.get())) {
      if (late.equals("skip")) {
        delivery.skip();
        exchange.setRouteStop(true);
      } else {
        delivery.supersede();
        exchange.getMessage().setBody(delivery.cloudEvent());
      }
    }
  }

  private Optional<Delivery.State> stateOf(QueuedEvent event) {
    return families.stream()
        .filter(family -> event.type().equals(family) || event.type().startsWith(family + "."))
        .findFirst()
        .flatMap(
            family ->
                EventTime.momentOf(event.attributes().get("time"))
                    .map(time -> new Delivery.State(family, earlier(time, received(event)))));
  }

  private static Instant received(QueuedEvent event) {
    return EventTime.momentOf(event.attributes().get("receivedtime")).orElseGet(Instant::now);
  }

  /** The earlier time: a vendor's clock that is ahead must not make all later events late. */
  private static Instant earlier(Instant time, Instant received) {
    return time.isBefore(received) ? time : received;
  }
}
