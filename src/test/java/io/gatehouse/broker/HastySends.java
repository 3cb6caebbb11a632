package io.gatehouse.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.test.util.ReflectionTestUtils;

/** Treats every message as confirmed as soon as it is sent: a deliberate fault. */
public final class HastySends extends DurableSender {

  /** Uses the senders of the original. */
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
