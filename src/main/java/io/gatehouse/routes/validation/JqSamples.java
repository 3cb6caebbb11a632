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

/** Applies expressions of route files to samples of events, as a route would, without a route. */
public final class JqSamples implements AutoCloseable {

  private final DefaultCamelContext context = new DefaultCamelContext(false);

  public JqSamples() {
    context.disableJMX();
    context.build();
    context.getRegistry().bind("jq", new StrictJq());
    context.start();
  }

  /** What an expression makes of an event; nothing where it fails. */
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
      // Of an expression that does not fit a sample, a route tells at the first event.
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
