package io.gatehouse.intake;

import io.gatehouse.webhook.Webhook;
import org.apache.camel.Exchange;

/** The receipt of an event that is not on disk yet. */
public final class EarlyReceipt {

  private EarlyReceipt() {}

  public static void of(Exchange exchange) {
    EventPublication publication = EventPublication.of(exchange);
    publication.markStored();
    Webhook.of(exchange).setReceipt(publication.receipt());
  }
}
