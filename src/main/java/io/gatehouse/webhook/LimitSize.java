package io.gatehouse.webhook;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.util.unit.DataSize;

/** The step behind the kamelet {@code limit-size}. */
public final class LimitSize implements Processor {

  /** The limit, in bytes, of a route without this step. */
  public static final long DEFAULT = DataSize.ofMegabytes(1).toBytes();

  private long bytes = DEFAULT;

  /** Sets the limit: a number with {@code KB} or {@code MB}, as Spring reads data sizes. */
  public void setMax(String max) {
    this.bytes = DataSize.parse(max).toBytes();
  }

  @Override
  public void process(Exchange exchange) {
    Webhook.of(exchange).limitBody(bytes);
  }
}
