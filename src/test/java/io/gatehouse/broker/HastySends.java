package io.gatehouse.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.test.util.ReflectionTestUtils;

/** Sends that take every message for confirmed as soon as it is on its way: a fault on purpose. */
public final class HastySends extends DurableSender {

  /** The same lanes as those of the original. */
  @SuppressWarnings("unchecked")
  public HastySends(DurableSender original) {
    super(
        (List<BrokerSender>) ReflectionTestUtils.getField(original, "senders"),
        (Duration) ReflectionTestUtils.getField(original, "patience"));
  }

  @Override
  public void send(String key, OutgoingMessage outgoing, CompletableFuture<Void> confirmed) {
    super.send(key, outgoing, new CompletableFuture<>());
    confirmed.complete(null);
  }
}
