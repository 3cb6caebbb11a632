package io.gatehouse.routes.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.webhook.UnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/**
 * Applies expressions of route files to samples of events, as a route would, but without a route.
 */
public final class JqSamples implements AutoCloseable {

  private final DefaultCamelContext context = new DefaultCamelContext(false);

  public JqSamples() {
    context.disableJMX();
    context.build();
    context.getRegistry().bind("jq", new StrictJq());
    context.start();
  }

  /** The value of an expression for an event; empty if it fails. */
  public Optional<JsonNode> value(String expression, JsonNode event) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getMessage().setBody(event);
    try {
      return Optional.ofNullable(
          context
              .resolveLanguage("jq")
              .createExpression(expression)
              .evaluate(exchange, JsonNode.class));
    } catch (RuntimeCamelException | UnreadableException e) {
      // A route reports an expression that does not fit at the first event.
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      context.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The context of samples does not close", e);
    }
  }
}
