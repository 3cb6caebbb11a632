package io.gatehouse.httpclient;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.springframework.stereotype.Component;

/**
 * Rule 5 for outgoing calls: only these headers of a message are sent with a request, and only
 * these of a response are returned, whatever else a message or a response contains.
 */
@Component("header-filter")
class HeaderFilter implements HeaderFilterStrategy {

  private static final Set<String> OUT =
      Set.of(
          "accept",
          "authorization",
          "content-type",
          "idempotency-key",
          "traceparent",
          "webhook-id",
          "webhook-signature",
          "webhook-timestamp");

  private static final Set<String> BACK = Set.of("retry-after");

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !OUT.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !BACK.contains(name.toLowerCase(Locale.ROOT));
  }
}
