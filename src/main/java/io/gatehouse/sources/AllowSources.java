package io.gatehouse.sources;

import io.gatehouse.settings.BadSettingException;
import io.gatehouse.webhook.Problem;
import io.gatehouse.webhook.Problem.ForbiddenReason;
import io.gatehouse.webhook.RefusedException;
import io.gatehouse.webhook.Webhook;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The step behind the kamelet {@code allow-sources}: admits only listed addresses. An empty list
 * admits everybody, for vendors that publish no addresses.
 */
public final class AllowSources extends ServiceSupport implements Processor {

  private boolean required;
  private AddressList sources = AddressList.parse("", "");

  /** Comma-separated addresses and CIDR ranges. */
  public void setSources(String ranges) {
    this.sources = AddressList.parse(ranges, "sources");
  }

  /**
   * Whether an empty list stops the start, because the address is part of the sender's
   * authentication.
   */
  public void setRequired(boolean required) {
    this.required = required;
  }

  @Override
  protected void doInit() {
    if (required && sources.isEmpty()) {
      throw new BadSettingException(
          "sources: \"\" lets every address in; list the vendor's addresses.");
    }
  }

  @Override
  public void process(Exchange exchange) {
    Webhook webhook = Webhook.of(exchange);
    if (sources.isEmpty() || webhook.firstReceipt().isPresent()) {
      return;
    }
    if (!sources.contains(webhook.source())) {
      throw new RefusedException(new Problem.Forbidden(ForbiddenReason.SOURCE));
    }
  }
}
