package io.gatehouse.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.broker.BrokerAvailability;
import io.gatehouse.broker.TestDiskBarrier;
import io.gatehouse.events.CloudEvent;
import io.gatehouse.webhook.FakeWebhook;
import io.gatehouse.webhook.Receipt;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A receipt is given only for what is on disk. */
class SingleFlightTest {

  private static final CamelContext CAMEL = new DefaultCamelContext();

  private final TestDiskBarrier disk = new TestDiskBarrier();
  private final SingleFlight policy =
      new SingleFlight(disk.at(false), Runnable::run, new BrokerAvailability());

  private static Exchange event(String id) {
    FakeWebhook webhook = FakeWebhook.withBody("{}");
    CloudEvent event =
        new CloudEvent(
            id,
            "/acme",
            "kyc.identity.started",
            "s",
            null,
            "acme",
            null,
            null,
            null,
            Instant.EPOCH,
            "00");
    webhook.setPublication(
        EventPublication.quarantined(
            event, EventId.unlogged(id, EventId.Occurrence.FIRST), webhook));
    return webhook.in(new DefaultExchange(CAMEL));
  }

  private Exchange send(String id, Processor sending) throws Exception {
    return send(policy, id, sending);
  }

  private static Exchange send(SingleFlight policy, String id, Processor sending) throws Exception {
    Exchange exchange = event(id);
    policy.wrap(null, sending).process(exchange);
    return exchange;
  }

  private static void fail(Exchange exchange) {
    throw new IllegalStateException("The broker did not answer in time");
  }

  private static void succeed(Exchange exchange) {
    // The broker has confirmed.
  }

  @Test
  void aConfirmedSendHasItsReceiptAtOnce() throws Exception {
    Exchange sent = send("1", SingleFlightTest::succeed);

    assertThat(Webhook.of(sent).receipt()).map(Receipt::id).hasValue("1");
    assertThat(disk.settled()).isZero();
  }

  @Test
  void atABrokerThatOthersShareEachConfirmedSendWaitsForTheDiskOnceMore() throws Exception {
    SingleFlight shared = new SingleFlight(disk.at(true), Runnable::run, new BrokerAvailability());

    Exchange sent = send(shared, "1", SingleFlightTest::succeed);
    Exchange failed = send(shared, "2", SingleFlightTest::fail);

    assertThat(Webhook.of(sent).receipt()).map(Receipt::id).hasValue("1");
    assertThat(Webhook.of(failed).receipt()).isEmpty();
    assertThat(disk.settled()).isEqualTo(1);
  }

  @Test
  void afterASendInDoubtTheNextOneWaitsForTheDisk() throws Exception {
    Exchange doubtful = send("2", SingleFlightTest::fail);
    Exchange again = send("2", SingleFlightTest::succeed);
    Exchange third = send("2", SingleFlightTest::succeed);

    assertThat(doubtful.getException()).isInstanceOf(RefusedException.class);
    assertThat(Webhook.of(doubtful).receipt()).isEmpty();
    assertThat(Webhook.of(again).receipt()).isPresent();
    assertThat(Webhook.of(third).receipt()).isPresent();
    assertThat(disk.settled()).isEqualTo(1);
  }

  @Test
  void anErrorLeavesNobodyWaiting() throws Exception {
    Processor broken =
        exchange -> {
          throw new OutOfMemoryError("on purpose");
        };

    try {
      send("3", broken);
    } catch (OutOfMemoryError e) {
      assertThat(e).hasMessage("on purpose");
    }

    assertThat(Webhook.of(send("3", SingleFlightTest::succeed)).receipt()).isPresent();
    assertThat(disk.settled()).isEqualTo(1);
  }

  @Test
  void anEqualEventThatWaitsForTheFirstIsStoredWithItAndIsADuplicate() throws Exception {
    List<AsyncCallback> confirmations = new ArrayList<>();
    AsyncProcessor sends = (AsyncProcessor) policy.wrap(null, new Unconfirmed(confirmations));
    Exchange first = event("4");
    Exchange second = event("4");
    sends.process(first, doneSync -> {});
    sends.process(second, doneSync -> {});
    assertThat(EventPublication.of(second).isStored()).isFalse();

    confirmations.forEach(callback -> callback.done(false));

    assertThat(confirmations).hasSize(1);
    assertThat(EventPublication.of(first).isStored()).isTrue();
    assertThat(EventPublication.of(first).outcome()).isEqualTo("accepted");
    assertThat(EventPublication.of(second).isStored()).isTrue();
    assertThat(EventPublication.of(second).outcome()).isEqualTo("duplicate");
    assertThat(Webhook.of(second).receipt()).isEqualTo(Webhook.of(first).receipt());
  }

  private static final class Unconfirmed extends AsyncProcessorSupport {

    private final List<AsyncCallback> confirmations;

    Unconfirmed(List<AsyncCallback> confirmations) {
      this.confirmations = confirmations;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      confirmations.add(callback);
      return false;
    }
  }

  @Test
  void nothingIsStoredBeforeTheSenderIsProved() {
    assertThatThrownBy(() -> QuarantineFallback.requireAuthentic(FakeWebhook.empty()))
        .isInstanceOf(IllegalStateException.class);
  }
}
