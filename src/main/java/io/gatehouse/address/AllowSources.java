package io.gatehouse.address;

import io.gatehouse.webhook.Refusal;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step behind the kamelet {@code allow-sources}: lets only listed addresses in. An empty list
 * lets everybody in, for vendors that publish no addresses.
 */
public final class AllowSources implements Processor {

  private AddressList sources = AddressList.parse("", "");

  /** Comma-separated addresses and CIDR ranges. */
  public void setSources(String ranges) {
    this.sources = AddressList.parse(ranges, "sources");
  }

  @Override
  public void process(Exchange exchange) {
    if (!sources.isEmpty() && !sources.contains(Webhook.of(exchange).source())) {
      throw new RefusedException(new Refusal.Forbidden());
    }
  }
}
